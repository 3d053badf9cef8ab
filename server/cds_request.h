// A call of the service, every shape of it checked (CDS Hooks "Calling a CDS Service", R40-R55).
#pragma once

#include <string_view>

#include "fhir/json.h"
#include "fhir/result.h"
#include "server/hooks.h"

namespace server {

// Views into the body, which must outlive it.
struct CdsRequest {
  std::string_view hook_instance;  // any text: some clients send no UUID (R42)
  std::string_view patient_id;     // a valid FHIR id
  std::string_view encounter_id;   // a valid FHIR id, or ""
  fhir::Json draft_orders;         // Bundle
  fhir::Json prefetch;             // object, or missing
  // Read only if something has to be fetched (fhir_access.h).
  fhir::Json fhir_server{};
  fhir::Json fhir_authorization{};
  fhir::Json extension{};
  std::string_view user_id{};  // of whoever uses the EHR, "Practitioner/1", as sent; for the audit
};

// Refuses (Issue required, structure or value, which all mean 400) what is not a call of this hook. Members that are
// not read are not looked at, whatever they hold (R12).
fhir::Result<CdsRequest> parse_cds_request(fhir::Json body, const Hook& hook);

}  // namespace server
