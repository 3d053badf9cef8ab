#include "fhir/resources.h"

#include <algorithm>
#include <array>

#include "fhir/ascii.h"
#include "fhir/first_of.h"
#include "fhir/quantity.h"

namespace fhir {
namespace {

// abatement[x]; a boolean in DSTU2 and STU3, where the age is also called a Quantity.
bool has_abated(Json condition) {
  for (const char* element : {"abatementDateTime", "abatementPeriod", "abatementString", "abatementAge",
                              "abatementRange", "abatementQuantity"})
    if (!condition[element].is_empty()) return true;
  return condition["abatementBoolean"].boolean().value_or(false);
}

constexpr double oldest = 150;  // years: beyond lies a slip of the keyboard

// The types that a fact may name as its source.
constexpr std::array<std::string_view, 23> source_types{
    "AllergyIntolerance", "Appointment", "Condition", "Device", "DiagnosticReport", "Encounter", "DocumentReference",
    "FamilyMemberHistory", "Medication", "Observation", "MedicationAdministration", "MedicationDispense",
    "MedicationOrder", "MedicationRequest", "MedicationStatement", "Patient", "Procedure", "RiskAssessment",
    "ServiceRequest", "Goal",
    // of STU3 and DSTU2
    "ProcedureRequest", "ReferralRequest", "DiagnosticOrder"};

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

bool has_code(Json concept_) {
  for (const Json coding : concept_["coding"].each())
    if (!coding["code"].text().empty()) return true;
  return false;
}

bool is_void(Json resource) {
  const std::string_view verification = simple_code(resource["verificationStatus"]);
  return is_one_of(resource["status"].text(), {"entered-in-error", "refuted"}) ||
         is_one_of(verification, {"entered-in-error", "refuted"});
}

Json concept_in(Json element) { return element["concept"].exists() ? element["concept"] : element; }

Json reference_in(Json element) { return element["reference"].is_object() ? element["reference"] : element; }

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
  if (const auto date = first_date(json, {"onsetDateTime", "onsetPeriod"})) return date;
  const Json said =
      first_of(json, {"onsetDateTime", "onsetPeriod", "onsetAge", "onsetQuantity", "onsetRange", "onsetString"});
  return said.is_empty() ? known_since() : std::nullopt;
}

std::optional<Date> Condition::known_since() const {
  return first_date(json, {"onsetDateTime", "onsetPeriod", "recordedDate", "assertedDate", "dateRecorded"});
}

std::optional<double> Condition::onset_age_years() const {
  const Json age = first_of(json, {"onsetAge", "onsetQuantity"});
  const auto years = quantity_of(age.is_empty() ? json["onsetRange"]["low"] : age);
  if (!years || years->comparator == Comparator::less) return std::nullopt;
  if (years->value < 0 || years->value > oldest) return std::nullopt;
  for (const char* unit : {"a", "year", "years", "yr", "yrs"})
    if (equal_without_case(years->unit, unit)) return years->value;
  return std::nullopt;
}

bool is_final(Json result) { return is_one_of(result["status"].text(), {"final", "amended", "corrected"}); }

bool AllergyIntolerance::is_active() const {
  const std::string_view clinical = simple_code(json["clinicalStatus"]);
  const std::string_view status = clinical.empty() ? json["status"].text() : clinical;  // "status" is of DSTU2
  return !is_void(json) && is_one_of(status, {"", "active", "unconfirmed", "confirmed"});
}

Json AllergyIntolerance::substance() const { return first_of(json, {"code", "substance"}); }

std::optional<Date> AllergyIntolerance::recorded() const { return first_date(json, {"recordedDate", "assertedDate"}); }

bool RiskAssessment::counts() const { return is_final(json) || (!json["status"].exists() && json["date"].exists()); }

std::optional<Date> RiskAssessment::occurrence() const {
  return first_date(json, {"occurrenceDateTime", "occurrencePeriod", "date"});
}

}  // namespace fhir
