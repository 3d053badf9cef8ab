#include "fhir/resources.h"

#include <algorithm>
#include <array>

namespace fhir {
namespace {

Json first_of(Json resource, std::initializer_list<std::string_view> names) {
  for (const auto name : names)
    if (const Json element = resource[name]; !element.is_empty()) return element;
  return {};
}

std::optional<Date> first_date(Json resource, std::initializer_list<std::string_view> names) {
  for (const auto name : names)
    if (const auto date = date_of(resource[name])) return date;
  return std::nullopt;
}

// abatement[x]; a boolean in DSTU2 and STU3, where the age is also called a Quantity.
bool has_abated(Json condition) {
  for (const char* element : {"abatementDateTime", "abatementPeriod", "abatementString", "abatementAge",
                              "abatementRange", "abatementQuantity"})
    if (!condition[element].is_empty()) return true;
  return condition["abatementBoolean"].boolean().value_or(false);
}

// The types that a fact may name as its source.
constexpr std::array<std::string_view, 20> source_types{"AllergyIntolerance",
                                                        "Appointment",
                                                        "Condition",
                                                        "Device",
                                                        "DiagnosticReport",
                                                        "Encounter",
                                                        "DocumentReference",
                                                        "FamilyMemberHistory",
                                                        "Medication",
                                                        "Observation",
                                                        "MedicationAdministration",
                                                        "MedicationDispense",
                                                        "MedicationOrder",
                                                        "MedicationRequest",
                                                        "MedicationStatement",
                                                        "Patient",
                                                        "Procedure",
                                                        "RiskAssessment",
                                                        "ServiceRequest",
                                                        "Goal"};

}  // namespace

std::optional<ResourceRef> ref_of(Json resource) {
  const std::string_view id = resource["id"].text();
  if (!is_id(id)) return std::nullopt;
  const auto type = std::ranges::find(source_types, resource_type(resource));
  if (type == source_types.end()) return std::nullopt;
  return ResourceRef{*type, id};
}

std::string_view simple_code(Json element) {
  if (element.is_string()) return element.text();
  for (const Json coding : element["coding"].each())
    if (const auto code = coding["code"].string()) return *code;
  return element["code"].text();
}

bool is_void(Json resource) {
  const std::string_view verification = simple_code(resource["verificationStatus"]);
  return resource["status"].text() == "entered-in-error" || verification == "entered-in-error" ||
         verification == "refuted";
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
  return authored_on();
}

bool is_medication_request(Json resource) {
  const std::string_view type = resource_type(resource);
  return type == "MedicationRequest" || type == "MedicationOrder";
}

std::optional<Date> Observation::effective() const {
  return first_date(json, {"effectiveDateTime", "effectivePeriod", "effectiveInstant", "effectiveTiming", "issued"});
}

bool Condition::is_active() const {
  if (is_void(json)) return false;
  const std::string_view status = clinical_status();
  if (status.empty()) return !has_abated(json);
  return status == "active" || status == "recurrence" || status == "relapse";
}

std::optional<Date> Condition::onset() const {
  return first_date(json, {"onsetDateTime", "onsetPeriod", "recordedDate", "dateRecorded"});
}

std::optional<double> Condition::onset_age_years() const {
  const Json age = json["onsetAge"];
  const std::string_view unit = age["code"].exists() ? age["code"].text() : age["unit"].text();
  if (unit != "a" && unit != "years" && unit != "year" && unit != "yr") return std::nullopt;
  return age["value"].number();
}

}  // namespace fhir
