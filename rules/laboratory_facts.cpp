// Kidney, calcium and vitamin D: results of the last twelve months (clinical-policy.md section 5).
#include <cmath>
#include <tuple>
#include <utility>

#include "fhir/ascii.h"
#include "rules/latest.h"

namespace rules {
namespace {

using fhir::Json;
using fhir::QueryId;
using fhir::ValueSetId;
using NumbersOfADay = fhir::List<ToldNumber>;

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

struct Filtration {
  double rate;
  bool is_less;  // reported as less than this number
};

// A value with a comparator counts only where it answers the question that the thresholds ask.
std::optional<Filtration> filtration_of(Json observation) {
  const auto quantity = fhir::quantity_of(observation["valueQuantity"]);
  const auto rate = quantity ? fhir::in_egfr_unit(*quantity) : std::nullopt;
  if (!rate || !plausible_range(FactId::egfr).holds(*rate)) return std::nullopt;
  const bool is_less = quantity->comparator == fhir::Comparator::less;
  if (is_less && *rate > egfr_severe) return std::nullopt;
  return Filtration{*rate, is_less};
}

// Of several results of one day the lowest counts. "< 30" is given as 30, the number that was reported; that it is less
// is told as what it means.
void read_filtration(const Reading& reading, Facts& facts) {
  const auto told = latest_told(reading, QueryId::labs, {ValueSetId::egfr}, filtration_of);
  if (told.empty()) return;
  const auto& [filtration, observation, day] = *std::ranges::min_element(
      told, {}, [](const auto& each) { return std::tuple(each.value.rate, !each.value.is_less); });
  const Fact egfr = recent(reading, filtration.rate, observation, day);
  facts[FactId::egfr] = egfr;
  if (is_known(egfr.value) && filtration.is_less && filtration.rate >= egfr_severe)
    facts[FactId::advanced_kidney_disease] = {true, egfr.evidence, true};
}

// Either code may come with either unit.
NumbersOfADay latest_calcium(const Reading& reading, FactId fact, Unit unit) {
  return latest_told(reading, QueryId::labs, {ValueSetId::calcium_mass, ValueSetId::calcium_moles},
                     [=](Json observation) {
                       const auto value = exact_value(observation, unit, plausible_range(fact));
                       return value && *value > 0 ? value : std::nullopt;
                     });
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

// H, HH or HU of http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation, or H or HH of its predecessor,
// table 0078 of version 2.
bool is_flagged_high(Json observation) {
  for (const Json interpretation : observation["interpretation"].each())
    for (const Json coding : interpretation["coding"].each()) {
      const std::string_view system = coding["system"].text();
      if ((system.ends_with("ObservationInterpretation") || system.ends_with("0078")) &&
          fhir::is_one_of(coding["code"].text(), {"H", "HH", "HU"}))
        return true;
    }
  return false;
}

// Above the upper limit that the laboratory itself states, in the unit of the value. Without a limit it may still call
// the value high; a limit says more, for the value may have been corrected since.
bool is_above_reference(Json observation, double calcium, Unit unit) {
  bool has_limit = false;
  for (const Json range : observation["referenceRange"].each()) {
    const auto high = fhir::quantity_of(range["high"]);
    const auto limit = high && high->unit.empty() ? std::optional(high->value) : high ? unit(*high) : std::nullopt;
    if (limit && calcium > *limit) return true;
    has_limit = has_limit || limit;
  }
  return !has_limit && is_flagged_high(observation);
}

// A corrected value is our own arithmetic: no more digits than it can have.
double rounded(double value) { return std::round(value * 1000) / 1000; }

// All results of the latest day, corrected with its albumin.
NumbersOfADay corrected_calcium(const Reading& reading, FactId fact, Unit unit, double per_albumin) {
  auto told = latest_calcium(reading, fact, unit);
  const auto albumin = told.empty() ? std::nullopt : albumin_on(reading, told.front().day);
  if (!albumin) return told;
  for (auto& each : told) each.value = rounded(each.value + per_albumin * (normal_albumin - *albumin));
  std::erase_if(told, [](const auto& each) { return each.value <= 0; });  // the albumin is of another unit than it says
  return told;
}

// Which of two units counts is which is later: the older value is outdated, whatever it is measured in.
void drop_older(NumbersOfADay& one, NumbersOfADay& other) {
  if (one.empty() || other.empty() || one.front().day == other.front().day) return;
  (one.front().day < other.front().day ? one : other).clear();
}

void tell_calcium(const Reading& reading, FactId id, Unit unit, const NumbersOfADay& told, Facts& facts) {
  const auto least = lowest(told);
  if (!least) return;
  facts[id] = recent(reading, least->value, least->observation, least->day);
  if (!is_known(facts[id].value)) return;
  for (const auto& [calcium, observation, day] : told)
    if (is_above_reference(observation, calcium, unit)) facts[FactId::hypercalcaemia] = found(true, observation, day);
}

void read_calcium(const Reading& reading, Facts& facts) {
  auto mass = corrected_calcium(reading, FactId::calcium_mg_dl, fhir::in_mg_per_dl, calcium_per_albumin);
  auto moles = corrected_calcium(reading, FactId::calcium_mmol_l, fhir::in_mmol_per_l, calcium_moles_per_albumin);
  drop_older(mass, moles);
  tell_calcium(reading, FactId::calcium_mg_dl, fhir::in_mg_per_dl, mass, facts);
  tell_calcium(reading, FactId::calcium_mmol_l, fhir::in_mmol_per_l, moles, facts);
}

NumbersOfADay latest_vitamin_d(const Reading& reading, FactId id, Unit unit) {
  return latest_values(reading, QueryId::labs, {ValueSetId::vitamin_d}, unit, plausible_range(id));
}

void read_vitamin_d(const Reading& reading, Facts& facts) {
  auto mass = latest_vitamin_d(reading, FactId::vitamin_d_ng_ml, fhir::in_ng_per_ml);
  auto moles = latest_vitamin_d(reading, FactId::vitamin_d_nmol_l, fhir::in_nmol_per_l);
  drop_older(mass, moles);
  for (const auto& [id, told] :
       {std::pair(FactId::vitamin_d_ng_ml, &mass), std::pair(FactId::vitamin_d_nmol_l, &moles)})
    if (const auto least = lowest(*told)) facts[id] = recent(reading, least->value, least->observation, least->day);
}

}  // namespace

void read_laboratory_facts(const Reading& reading, Facts& facts) {
  read_filtration(reading, facts);
  read_calcium(reading, facts);
  read_vitamin_d(reading, facts);
}

}  // namespace rules
