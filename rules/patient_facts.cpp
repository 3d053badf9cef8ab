// Who the patient is, and what takes her out of the guideline's reach (clinical-policy.md section 1, "on record").
#include <algorithm>

#include "rules/reading.h"

namespace rules {
namespace {

using fhir::Json;
using fhir::QueryId;
using fhir::ValueSetId;

constexpr int pregnancy_status_days = 300;  // clinical-policy.md section 1
constexpr int pregnancy_test_days = 60;     // likewise
constexpr int hospice_months = 12;          // likewise
// Depot injections of GnRH agonists last up to six months; orders and statements count as long as they are active.
constexpr int suppression_months = 6;

Fact sex(const fhir::Patient& patient) {
  const std::string_view gender = patient.gender();
  if (gender != "female" && gender != "male") return {};
  return found(name_value(FactId::sex, gender), patient.json);
}

Fact age(const Reading& reading) {
  const auto years = reading.age_on(reading.today().day);
  if (!years) return {};
  return found(static_cast<double>(*years), reading.record().patient());
}

bool says(Json value, ValueSetId finding, std::string_view word, const Reading& reading) {
  if (in(reading.terminology().sets_of(value["valueCodeableConcept"]), finding)) return true;
  const auto is_word = [&](std::string_view text) {
    return std::ranges::equal(text, word, [](char a, char b) { return (a | 0x20) == b; });
  };
  if (is_word(value["valueString"].text()) || is_word(value["valueCodeableConcept"]["text"].text())) return true;
  for (const Json coding : value["valueCodeableConcept"]["coding"].each())
    if (is_word(coding["display"].text())) return true;
  return false;
}

// A test may say it only in its interpretation: POS of
// http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation.
bool is_interpreted_positive(Json observation, ValueSetId what) {
  if (what != ValueSetId::pregnancy_test) return false;
  for (const Json interpretation : observation["interpretation"].each())
    if (fhir::simple_code(interpretation) == "POS") return true;
  return false;
}

// What has neither a value nor an interpretation answers nothing, and hides no earlier answer.
bool answers(Json observation) {
  for (const auto& [member, value] : observation.members())
    if ((member.starts_with("value") || member == "interpretation") && !value.is_empty()) return true;
  return false;
}

// The latest final Observation of the set within so many days; of several on one day one that says it.
Fact latest_says(const Reading& reading, ValueSetId what, int days, ValueSetId finding, std::string_view word) {
  std::optional<fhir::Day> latest_day;
  Fact said;
  for (const auto query : {QueryId::observations, QueryId::labs})
    for (const auto& [resource, sets, effective, order] : reading.of(query)) {
      if (!in(sets, what) || !is_final(resource) || !answers(resource)) continue;
      const auto day = reading.past_day(effective);
      if (!day || !reading.within_days(*day, days) || (latest_day && *day < *latest_day)) continue;
      if (latest_day != day) said = {};
      latest_day = day;
      if (!is_known(said.value) && (says(resource, finding, word, reading) || is_interpreted_positive(resource, what)))
        said = found(true, resource, day);
    }
  return said;
}

Fact pregnancy(const Reading& reading) {
  if (const Fact fact = reading.condition(ValueSetId::pregnancy, Reading::Which::active); is_known(fact.value))
    return fact;
  if (const Fact status = latest_says(reading, ValueSetId::pregnancy_status, pregnancy_status_days,
                                      ValueSetId::pregnant_finding, "pregnant");
      is_known(status.value))
    return status;
  // In a man the hormone tells of a tumour.
  if (fhir::Patient{reading.record().patient()}.gender() == "male") return {};
  return latest_says(reading, ValueSetId::pregnancy_test, pregnancy_test_days, ValueSetId::positive_finding,
                     "positive");
}

// Care that has begun and is to end later lasts to this day.
std::optional<fhir::Day> last_past_day(const fhir::Care& care, const Reading& reading) {
  if (const auto day = reading.past_day(care.last_day())) return day;
  return reading.past_day(care.first_day()) ? std::optional(reading.today().day) : std::nullopt;
}

Fact hospice(const Reading& reading) {
  if (const Fact fact = reading.condition(ValueSetId::hospice, Reading::Which::active); is_known(fact.value))
    return fact;
  for (const auto query : {QueryId::procedures, QueryId::service_requests, QueryId::encounters})
    for (const auto& [resource, sets, effective, order] : reading.of(query)) {
      const fhir::Care care{resource};
      if (!in(sets, ValueSetId::hospice) || !care.took_place()) continue;
      const auto day = last_past_day(care, reading);
      if (care.goes_on() || (day && reading.within_months(*day, hospice_months))) return found(true, resource, day);
    }
  return {};
}

Fact menopause(const Reading& reading) {
  if (const Fact fact = reading.condition(ValueSetId::menopause, Reading::Which::any); is_known(fact.value))
    return fact;
  for (const auto& [procedure, sets, effective, order] : reading.of(QueryId::procedures)) {
    const fhir::Care care{procedure};
    if (!in(sets, ValueSetId::menopause) || !care.took_place() ||
        !in(reading.terminology().sets_of(procedure["code"]), ValueSetId::menopause))
      continue;
    const auto day = last_past_day(care, reading);
    if (day || !care.last_day()) return found(true, procedure, day);
  }
  return {};
}

Fact ovarian_suppression(const Reading& reading) {
  if (const Fact fact = reading.taken_now(ValueSetId::ovarian_suppression); is_known(fact.value)) return fact;
  for (const auto& medication : reading.medications())
    if (medication.kind == Medication::Kind::administration && medication.since &&
        in(medication.sets, ValueSetId::ovarian_suppression) &&
        reading.within_months(*medication.since, suppression_months))
      return found(true, medication.resource, medication.since);
  return {};
}

}  // namespace

void read_patient_facts(const Reading& reading, Facts& facts) {
  facts[FactId::age] = age(reading);
  facts[FactId::sex] = sex({reading.record().patient()});
  facts[FactId::breast_cancer] = reading.condition(ValueSetId::breast_cancer, Reading::Which::any);
  facts[FactId::hospice] = hospice(reading);
  facts[FactId::pregnancy] = pregnancy(reading);
  facts[FactId::bone_metastases] = reading.condition(ValueSetId::bone_metastasis, Reading::Which::active);
  facts[FactId::menopause] = menopause(reading);
  facts[FactId::ovarian_suppression] = ovarian_suppression(reading);
}

}  // namespace rules
