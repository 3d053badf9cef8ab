#include "fhir/medication_resources.h"

#include "fhir/ascii.h"
#include "fhir/first_of.h"
#include "fhir/resources.h"

namespace fhir {
namespace {

std::string_view status_of(Json resource) { return resource["status"].text(); }

// R5 (http://hl7.org/fhir/CodeSystem/medication-statement-adherence): a statement is recorded, and taking, not-taking,
// on-hold, stopped, each also as something, or unknown. Nothing is said where it is missing.
std::string_view adherence_of(Json statement) { return simple_code(statement["adherence"]["code"]); }

bool is_taken_by_adherence(Json statement) {
  const std::string_view adherence = adherence_of(statement);
  return adherence.empty() || adherence.starts_with("taking");
}

void take_earlier(std::optional<Date>& earliest, Json end) {
  const auto date = parse_date(end.text());
  if (date && (!earliest || date->latest < earliest->latest)) earliest = date;
}

}  // namespace

bool MedicationRequest::is_reported() const {
  return json["reportedBoolean"].boolean().value_or(false) || json["reportedReference"].exists() ||
         json["reported"].boolean().value_or(false);
}

Json MedicationRequest::medication_concept() const {
  const Json concept_ = json["medicationCodeableConcept"];
  return concept_.exists() ? concept_ : json["medication"]["concept"];
}

Json MedicationRequest::medication_reference() const {
  const Json reference = json["medicationReference"];
  return reference.exists() ? reference : json["medication"]["reference"];
}

Json MedicationRequest::reason_codes() const {
  return first_of(json, {"reasonCode", "reasonCodeableConcept", "reason"});
}

Json MedicationRequest::reason_references() const { return first_of(json, {"reasonReference", "reason"}); }

bool MedicationRequest::has_prior_prescription() const { return !json["priorPrescription"].is_empty(); }

std::optional<Date> MedicationRequest::authored_on() const { return first_date(json, {"authoredOn", "dateWritten"}); }

std::optional<Date> MedicationRequest::started() const {
  for (const Json dosage : dosage_instructions().each())
    if (const auto start = parse_date(dosage["timing"]["repeat"]["boundsPeriod"]["start"].text())) return start;
  if (const auto start = parse_date(json["effectiveDosePeriod"]["start"].text())) return start;
  return authored_on();
}

bool is_medication_request(Json resource) {
  const std::string_view type = resource_type(resource);
  return type == "MedicationRequest" || type == "MedicationOrder";
}

bool MedicationStatement::is_taken() const {
  if (was_not_taken(json)) return false;
  return status_of(json) == "active" || (status_of(json) == "recorded" && is_taken_by_adherence(json));
}

std::optional<Date> MedicationStatement::since() const {
  return first_date(json, {"effectivePeriod", "effectiveDateTime", "dateAsserted"});
}

bool MedicationAdministration::was_given() const {
  return is_one_of(status_of(json), {"completed", "in-progress", ""}) && !was_not_taken(json);
}

std::optional<Date> MedicationAdministration::given_on() const {
  return first_date(json, {"effectiveDateTime", "effectivePeriod", "effectiveTimeDateTime", "effectiveTimePeriod",
                           "occurenceDateTime", "occurencePeriod"});
}

bool was_taken(Json resource) {
  if (was_not_taken(resource)) return false;
  // "ended" is of R5.
  if (is_one_of(status_of(resource), {"completed", "stopped", "ended"})) return true;
  return status_of(resource) == "recorded" && adherence_of(resource) != "unknown";
}

bool was_not_taken(Json resource) {
  // Administrations of STU3 and DSTU2, and statements of DSTU2.
  for (const char* flag : {"notGiven", "wasNotGiven", "wasNotTaken"})
    if (resource[flag].boolean().value_or(false)) return true;
  // Statements of R4, of STU3 (http://hl7.org/fhir/STU3/valueset-medication-statement-taken.html) and of R5.
  return status_of(resource) == "not-taken" || resource["taken"].text() == "n" ||
         adherence_of(resource) == "not-taking";
}

std::optional<Date> end_of_course(Json resource) {
  std::optional<Date> end;
  for (const Json dosage : resource["dosageInstruction"].each())
    take_earlier(end, dosage["timing"]["repeat"]["boundsPeriod"]["end"]);
  take_earlier(end, resource["dateEnded"]);                   // orders of DSTU2
  take_earlier(end, resource["effectiveDosePeriod"]["end"]);  // orders of R5
  take_earlier(end, resource["effectivePeriod"]["end"]);      // statements
  return end;
}

Json bounds_duration(Json dosage) { return first_of(dosage["timing"]["repeat"], {"boundsDuration", "boundsQuantity"}); }

}  // namespace fhir
