// Fracture risk that is measured: months of glucocorticoids by mouth, and FRAX.
#include "rules/latest.h"
#include "rules/read_once.h"
#include "rules/said_words.h"

namespace rules {
namespace {

using fhir::Json;
using fhir::QueryId;
using fhir::ValueSetId;

// Inhaled, rubbed in or injected: another drug for the bone, under the same ingredient.
bool is_said_not_oral(Json concept_) {
  SaidWords words;
  words.add_concept(concept_);
  words.add(concept_["display"].text());
  return words.say_any({"inhal", "nasal", "cream", "ointment", "topical", "ophthalmic", "otic", "cutaneous", "lotion",
                        "enema", "rectal", "inject", "intra", "foam", "gel"});
}

// A coded route of SNOMED CT that is not 26643006, "Oral route" (http://hl7.org/fhir/R4/valueset-route-codes.html).
bool is_other_route(Json route) {
  for (const Json coding : route["coding"].each())
    if (coding["system"].text() == "http://snomed.info/sct") return coding["code"].text() != "26643006";
  return is_said_not_oral(route);
}

using NotOral = ReadOnce<bool>;  // of Medications

// By mouth unless the drug or the route contradicts: most records of tablets state no route.
bool is_oral(Json resource, const Reading& reading, NotOral& not_oral) {
  const fhir::MedicationRequest view{resource};
  const Json reference = view.medication_reference();
  const Json medication = reading.medication_index().find(reference, resource);
  if (not_oral.of(medication, [](Json found) { return is_said_not_oral(found["code"]); })) return false;
  if (is_said_not_oral(view.medication_concept()) || is_said_not_oral(reference)) return false;
  return !fhir::any_dosage(resource, [](Json dosage) { return is_other_route(dosage["route"]); });
}

// The longest of the courses that go on.
Fact glucocorticoid_months(const Reading& reading) {
  Fact longest;
  const auto keep = [&](Json resource, std::optional<fhir::Day> since) {
    if (!since) return;
    const double months = fhir::months_between(*since, reading.today().day);
    const auto* known = std::get_if<double>(&longest.value);
    if (known == nullptr || *known < months) longest = found(months, resource, since);
  };
  NotOral not_oral;
  for (const auto& medication : reading.medications())
    if (medication.taken_now && medication.kind != Medication::Kind::draft &&
        in(medication.sets, ValueSetId::glucocorticoid) && is_oral(medication.resource, reading, not_oral))
      keep(medication.resource, medication.since);
  // ICD-10-CM Z79.52: long term (current) use of systemic steroids.
  for (const auto& [condition, sets, active] : reading.conditions())
    if (active && in(sets, ValueSetId::glucocorticoid)) keep(condition.json, reading.past_day(condition.known_since()));
  return longest;
}

bool is_probability(double percent) { return plausible_range(FactId::frax_major).holds(percent); }

// RiskAssessment.prediction: a probability in percent (FHIR R4) of an outcome with one of the codes of FRAX.
Fact frax_of_assessments(const Reading& reading, ValueSetId set) {
  Fact latest;
  for (const auto& [assessment, unread, effective, order] : reading.of(QueryId::risk_assessments)) {
    const fhir::RiskAssessment view{assessment};
    if (!view.counts()) continue;
    const auto day = reading.past_day(view.occurrence());
    if (!day || (latest.evidence.date && *day < *latest.evidence.date)) continue;
    for (const Json prediction : assessment["prediction"].each()) {
      const auto probability = prediction["probabilityDecimal"].number();
      if (probability && is_probability(*probability) && in(reading.terminology().sets_of(prediction["outcome"]), set))
        latest = found(*probability, assessment, day);
    }
  }
  return latest;
}

Fact frax(const Reading& reading, ValueSetId set) {
  const auto measured = highest(
      latest_values(reading, QueryId::observations, {set}, fhir::in_percent, plausible_range(FactId::frax_major)));
  const Fact assessed = frax_of_assessments(reading, set);
  if (!measured) return assessed;
  if (assessed.evidence.date && measured->day < *assessed.evidence.date) return assessed;
  return found(measured->value, measured->observation, measured->day);
}

}  // namespace

void read_glucocorticoid_and_frax(const Reading& reading, Facts& facts) {
  facts[FactId::glucocorticoid_months] = glucocorticoid_months(reading);
  facts[FactId::frax_major] = frax(reading, ValueSetId::frax_major);
  facts[FactId::frax_hip] = frax(reading, ValueSetId::frax_hip);
}

}  // namespace rules
