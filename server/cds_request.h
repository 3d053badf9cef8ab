// A call of the service, every shape of it checked (CDS Hooks "Calling a CDS Service", R40-R55).
#pragma once

#include <optional>
#include <string_view>

#include "fhir/json.h"
#include "fhir/result.h"
#include "fhir/selections.h"
#include "server/hooks.h"

namespace server {

// Views into the body, which must outlive it.
struct CdsRequest {
  std::string_view hook_instance;  // any text: some clients send no UUID (R42)
  std::string_view patient_id;     // a valid FHIR id
  std::string_view encounter_id;   // a valid FHIR id, or ""
  fhir::Json draft_orders;         // Bundle; missing in a patient-view
  fhir::Json prefetch;             // object, or missing
  // Read only if something has to be fetched (fhir_access.h).
  fhir::Json fhir_server{};
  fhir::Json fhir_authorization{};
  fhir::Json extension{};
  std::string_view user_id{};                    // of whoever uses the EHR, "Practitioner/1", as sent
  std::optional<fhir::Selections> selections{};  // of an order-select: among the draft orders

  // nullptr: all draft orders are meant.
  const fhir::Selections* selected() const { return selections ? &*selections : nullptr; }
};

// Refuses (Issue required, structure or value, which all mean 400) what is not a call of this hook. Members that are
// not read are not looked at, whatever they hold (R12).
fhir::Result<CdsRequest> parse_cds_request(fhir::Json body, const Hook& hook);

// Whether the patient, or somebody related, uses the EHR (R152): what is advised is for clinicians. Old clients leave
// out the type; then whoever has the patient's id is the patient.
bool is_opened_by_proxy(const CdsRequest& request);

}  // namespace server
