// The elements of FHIR resources that the service reads, under their FHIR R4 names.
//
// Each is a view of one resource: nothing is copied, every element may be missing. Where versions of FHIR or real
// clients differ in the place of an element, the difference is here and nowhere else.
#pragma once

#include <optional>
#include <string_view>

#include "fhir/date.h"
#include "fhir/json.h"
#include "fhir/reference.h"

namespace fhir {

inline std::string_view resource_type(Json resource) { return resource["resourceType"].text(); }
// Nothing if the id is missing or not a valid FHIR id.
std::optional<ResourceRef> ref_of(Json resource);

// The code of a bare code, of a Coding or of the first coding of a CodeableConcept: for FHIR's own small vocabularies
// such as status and clinicalStatus.
std::string_view simple_code(Json element);
// True if the status is entered-in-error (also as verificationStatus) or the record is refuted.
bool is_void(Json resource);

struct Patient {
  Json json;
  std::string_view gender() const { return json["gender"].text(); }
  std::optional<Date> birth_date() const { return date_of(json["birthDate"]); }
};

struct MedicationRequest {
  Json json;
  std::string_view status() const { return json["status"].text(); }
  std::string_view intent() const { return json["intent"].text(); }
  bool do_not_perform() const { return json["doNotPerform"].boolean().value_or(false); }
  // medicationCodeableConcept (R4, STU3, DSTU2) or medication.concept (R5).
  Json medication_concept() const;
  // medicationReference, or medication.reference (R5): a Reference.
  Json medication_reference() const;
  Json contained() const { return json["contained"]; }
  // Each reason as CodeableConcept and as Reference (R5 mixes both in `reason`).
  Json reason_codes() const;
  Json reason_references() const;
  Json dosage_instructions() const { return json["dosageInstruction"]; }
  Json dispense_request() const { return json["dispenseRequest"]; }
  bool has_prior_prescription() const;
  // authoredOn; dateWritten in DSTU2.
  std::optional<Date> authored_on() const;
  // When the patient began to take it: the start of the first dosage's boundsPeriod, else authoredOn.
  std::optional<Date> started() const;
};

// True for MedicationRequest, and for MedicationOrder, its name in DSTU2.
bool is_medication_request(Json resource);

struct Observation {
  Json json;
  std::string_view status() const { return json["status"].text(); }
  Json code() const { return json["code"]; }
  // effective[x], else issued.
  std::optional<Date> effective() const;
  Json components() const { return json["component"]; }
};

struct Condition {
  Json json;
  Json code() const { return json["code"]; }
  // "active", "recurrence", "relapse", "inactive", "remission", "resolved"; "" if not said.
  std::string_view clinical_status() const { return simple_code(json["clinicalStatus"]); }
  // Not void, and clinicalStatus active, recurrence or relapse; where it is not said, without an abatement.
  bool is_active() const;
  // onset[x] as a date, else recordedDate (DSTU2: dateRecorded).
  std::optional<Date> onset() const;
  // onsetAge in years.
  std::optional<double> onset_age_years() const;
};

}  // namespace fhir
