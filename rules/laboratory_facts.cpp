// Kidney, calcium and vitamin D: results of the last twelve months (clinical-policy.md section 5).
#include <cmath>

#include "rules/latest.h"
#include "rules/plausible.h"

namespace rules {
namespace {

using fhir::Json;
using fhir::QueryId;
using fhir::ValueSetId;

constexpr int months_of_use = 12;                  // clinical-policy.md section 5
constexpr double egfr_severe = 30;                 // likewise: "< 30" says all that the thresholds ask
constexpr double normal_albumin = 4.0;             // g/dL; Payne et al., Br Med J 1973;4:643
constexpr double calcium_per_albumin = 0.8;        // mg/dL for each g/dL, likewise
constexpr double calcium_moles_per_albumin = 0.2;  // mmol/L for each g/dL, likewise

// A result from an answer that was cut short is used, although a later one may be missing: it can only add a caution.
// What needs results without a caution asks the fact labs_looked_up.
Fact recent(const Reading& reading, double value, Json observation, fhir::Day day) {
  return reading.within_months(day, months_of_use) ? found(value, observation, day) : Fact{};
}

// A value with a comparator counts only where it answers the question that the thresholds ask.
std::optional<double> egfr_value(Json observation) {
  const auto quantity = fhir::quantity_of(observation["valueQuantity"]);
  const auto value = quantity ? fhir::in_egfr_unit(*quantity) : std::nullopt;
  if (!value || !plausible_range(FactId::egfr).holds(*value)) return std::nullopt;
  if (quantity->comparator == fhir::Comparator::less && *value > egfr_severe) return std::nullopt;
  return value;
}

Fact egfr(const Reading& reading) {
  const auto latest = latest_observation(reading, QueryId::labs, ValueSetId::egfr);
  const auto value = latest ? egfr_value(latest->observation) : std::nullopt;
  return value ? recent(reading, *value, latest->observation, latest->day) : Fact{};
}

// "< 30" is given as 30, the number that was reported; that it is less is told as what it means.
bool is_reported_below_30(const Fact& egfr, const Reading& reading) {
  if (!is_known(egfr.value) || std::get<double>(egfr.value) != egfr_severe) return false;
  const auto latest = latest_observation(reading, QueryId::labs, ValueSetId::egfr);
  const auto quantity = fhir::quantity_of(latest->observation["valueQuantity"]);
  return quantity->comparator == fhir::Comparator::less;
}

// Either code may come with either unit; the latest of the two counts.
std::optional<LatestValue> latest_calcium(const Reading& reading, Unit unit) {
  const auto mass = latest_value(reading, QueryId::labs, ValueSetId::calcium_mass, unit);
  const auto moles = latest_value(reading, QueryId::labs, ValueSetId::calcium_moles, unit);
  if (!mass || (moles && mass->day < moles->day)) return moles;
  return mass;
}

// Albumin of the same day, in g/dL.
std::optional<double> albumin_on(const Reading& reading, fhir::Day day) {
  for (const auto& [observation, sets, effective, order] : reading.of(QueryId::labs)) {
    if (!in(sets, ValueSetId::albumin) || !is_final(observation)) continue;
    const auto quantity = fhir::quantity_of(observation["valueQuantity"]);
    if (quantity && quantity->comparator == fhir::Comparator::none && reading.past_day(effective) == day)
      if (const auto albumin = fhir::in_g_per_dl(*quantity)) return albumin;
  }
  return std::nullopt;
}

// Above the upper limit that the laboratory itself states, in the unit of the value.
bool is_above_reference(Json observation, double calcium, Unit unit) {
  for (const Json range : observation["referenceRange"].each()) {
    const auto high = fhir::quantity_of(range["high"]);
    const auto limit = high && high->unit.empty() ? std::optional(high->value) : high ? unit(*high) : std::nullopt;
    if (limit && calcium > *limit) return true;
  }
  return false;
}

// A corrected value is our own arithmetic: no more digits than it can have.
double rounded(double value) { return std::round(value * 1000) / 1000; }

void read_calcium(const Reading& reading, FactId id, Unit unit, double per_albumin, Facts& facts) {
  const auto latest = latest_calcium(reading, unit);
  if (!latest || latest->value <= 0) return;
  double calcium = latest->value;
  if (const auto albumin = albumin_on(reading, latest->day))
    calcium = rounded(calcium + per_albumin * (normal_albumin - *albumin));
  if (calcium <= 0) return;  // the albumin was of another unit than it says
  facts[id] = recent(reading, calcium, latest->observation, latest->day);
  if (is_known(facts[id].value) && is_above_reference(latest->observation, calcium, unit))
    facts[FactId::hypercalcaemia] = found(true, latest->observation, latest->day);
}

void read_vitamin_d(const Reading& reading, FactId id, Unit unit, Facts& facts) {
  const auto latest = latest_value(reading, QueryId::labs, ValueSetId::vitamin_d, unit);
  if (latest && plausible_range(id).holds(latest->value))
    facts[id] = recent(reading, latest->value, latest->observation, latest->day);
}

}  // namespace

void read_laboratory_facts(const Reading& reading, Facts& facts) {
  facts[FactId::egfr] = egfr(reading);
  if (is_reported_below_30(facts[FactId::egfr], reading))
    facts[FactId::advanced_kidney_disease] = {true, facts[FactId::egfr].evidence, true};
  read_calcium(reading, FactId::calcium_mg_dl, fhir::in_mg_per_dl, calcium_per_albumin, facts);
  read_calcium(reading, FactId::calcium_mmol_l, fhir::in_mmol_per_l, calcium_moles_per_albumin, facts);
  read_vitamin_d(reading, FactId::vitamin_d_ng_ml, fhir::in_ng_per_ml, facts);
  read_vitamin_d(reading, FactId::vitamin_d_nmol_l, fhir::in_nmol_per_l, facts);
}

}  // namespace rules
