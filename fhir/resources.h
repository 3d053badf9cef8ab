// The elements of FHIR resources that the service reads, under their FHIR R4 names; those of drugs are in
// medication_resources.h, which elements say what a resource is about in coded_elements.h.
//
// Each is a view of one resource: nothing is copied, every element may be missing. Where versions of FHIR or real
// clients differ in the place or the words of an element, the difference is in these three files and nowhere else.
// The versions: http://hl7.org/fhir/DSTU2/, /STU3/, /R4/, /R4B/, /R5/ and the name of the resource in lower case.
#pragma once

#include <optional>
#include <string_view>

#include "fhir/date.h"
#include "fhir/json.h"
#include "fhir/reference.h"
#include "fhir/value_set.h"

namespace fhir {

inline std::string_view resource_type(Json resource) { return resource["resourceType"].text(); }
// Nothing if the id is missing or not a valid FHIR id.
std::optional<ResourceRef> ref_of(Json resource);

// The code of a bare code, of a Coding or of the first coding of a CodeableConcept: for FHIR's own small vocabularies
// such as status and clinicalStatus.
std::string_view simple_code(Json element);
// Whether any coding of a CodeableConcept has a code, of whatever system.
bool has_code(Json concept_);
// True if the status is entered-in-error (also as verificationStatus) or the record is refuted, which an
// AllergyIntolerance of DSTU2 says as its status.
bool is_void(Json resource);
// Of a CodeableReference (R5) its concept and its reference; before R5 a CodeableConcept or Reference stands in its
// place.
Json concept_in(Json element);
Json reference_in(Json element);

struct Patient {
  Json json;
  std::string_view gender() const { return json["gender"].text(); }
  std::optional<Date> birth_date() const { return date_of(json["birthDate"]); }
};

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
  // onset[x] as a date; only where nothing is said of the onset, recordedDate (STU3: assertedDate, DSTU2:
  // dateRecorded). An onset in words or as an age lies before the record of it, perhaps by decades.
  std::optional<Date> onset() const;
  // Since when it is known of at the latest: onset[x] as a date, else recordedDate.
  std::optional<Date> known_since() const;
  // onsetAge (DSTU2: onsetQuantity) or the low end of onsetRange, in years: nobody was older then than is known.
  std::optional<double> onset_age_years() const;
};

// An order for a service: ServiceRequest; in STU3 ProcedureRequest or ReferralRequest; in DSTU2 these or
// DiagnosticOrder, which has several items.
struct ServiceRequest {
  Json json;
  // What is ordered is in this set, and it is still to be done.
  bool is_open_for(ValueSetId set, const Terminology& terminology) const;
  // What is ordered is in this set, and it is not to be done: doNotPerform, or in DSTU2, which has no such element,
  // rejected.
  bool is_declined_for(ValueSetId set, const Terminology& terminology) const;
  // authoredOn; in DSTU2 orderedOn, date, or the first event of a DiagnosticOrder.
  std::optional<Date> authored_on() const;
};
bool is_service_request(Json resource);

struct Procedure {
  Json json;
  // By its status, or before R4 by a flag beside it.
  bool was_not_done() const;
  // performed[x]; occurrence[x] in R5.
  std::optional<Date> performed() const;
};

// A procedure, an encounter, or an order for care.
struct Care {
  Json json;
  // Not planned, not called off, not forbidden.
  bool took_place() const;
  // An encounter or a procedure that has not ended.
  bool goes_on() const;
  // The first and the last day that it tells: start and end of its period, else its day, else when it was ordered.
  std::optional<Date> first_day() const;
  std::optional<Date> last_day() const;
};

// A report, a document or a procedure, as proof that a study was done.
struct StudyRecord {
  Json json;
  // It is of something that was done, and stands.
  bool is_proof() const;
  // When the study was done, else when the record was made.
  std::optional<Date> date() const;
};

struct AllergyIntolerance {
  Json json;
  // Not void, and active or not said.
  bool is_active() const;
  // code (DSTU2: substance).
  Json substance() const;
  // recordedDate (STU3: assertedDate).
  std::optional<Date> recorded() const;
};

struct RiskAssessment {
  Json json;
  // Its status is one of a result that counts; DSTU2 has no status.
  bool counts() const;
  // occurrence[x]; date in DSTU2.
  std::optional<Date> occurrence() const;
};

// The statuses of a result that counts: final, amended, corrected.
bool is_final(Json result);

}  // namespace fhir
