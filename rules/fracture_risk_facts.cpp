// What raises the risk of a fracture (clinical-policy.md sections 1 and 4).
#include <algorithm>
#include <string>

#include "fhir/quantity.h"
#include "rules/latest.h"
#include "rules/reading.h"

namespace rules {
namespace {

using fhir::Json;
using fhir::QueryId;
using fhir::ValueSetId;

constexpr int adult_fracture_years = 50;  // clinical-policy.md section 1: at 50 or later a fragility fracture

struct Fracture {
  Json condition;
  bool hip_or_vertebral = false;
  std::optional<fhir::Day> day;
  std::optional<int> age;
};

// At 50 or later is only what cannot have been before: of a day that is not known, or of an age in words, nothing is
// made.
std::optional<int> age_at(const fhir::Condition& condition, const Reading& reading) {
  if (const auto years = condition.onset_age_years()) return static_cast<int>(*years);
  const auto day = reading.past_day(condition.onset());
  return day ? reading.age_on(*day) : std::nullopt;
}

// The days for which a high-energy or tumour cause is coded; external causes are Conditions of their own.
fhir::List<fhir::Day> days_with_cause(const Reading& reading) {
  fhir::List<fhir::Day> days;
  for (const auto& [condition, sets, active] : reading.conditions())
    if (in(sets, ValueSetId::high_energy_or_tumour_cause))
      if (const auto day = reading.past_day(condition.known_since())) days.push_back(*day);
  std::ranges::sort(days);
  return days;
}

// A fragility fracture by its code, or a fracture of hip or vertebra at 50 or later without another cause.
fhir::List<Fracture> fragility_fractures(const Reading& reading) {
  const auto causes = days_with_cause(reading);
  fhir::List<Fracture> fractures;
  for (const auto& [condition, sets, active] : reading.conditions()) {
    const bool by_code = in(sets, ValueSetId::fragility_fracture);
    const bool hip_or_vertebra = in(sets, ValueSetId::hip_or_vertebral_fracture);
    if (!by_code && !hip_or_vertebra) continue;
    Fracture fracture{condition.json, hip_or_vertebra || in(sets, ValueSetId::fragility_fracture_hip_or_vertebra),
                      reading.past_day(condition.onset()), age_at(condition, reading)};
    const auto known = reading.past_day(condition.known_since());
    const bool has_cause =
        in(sets, ValueSetId::high_energy_or_tumour_cause) || (known && std::ranges::binary_search(causes, *known));
    const bool by_age = fracture.age && *fracture.age >= adult_fracture_years && !has_cause;
    if (by_code || by_age) fractures.push_back(fracture);
  }
  return fractures;
}

void read_fractures(const Reading& reading, Facts& facts) {
  const auto keep = [&facts](FactId id, const Fracture& fracture) {
    if (!is_known(facts[id].value)) facts[id] = found(true, fracture.condition, fracture.day);
  };
  for (const auto& fracture : fragility_fractures(reading)) {
    keep(FactId::fragility_fracture, fracture);
    if (fracture.hip_or_vertebral) keep(FactId::hip_or_vertebral_fracture, fracture);
    if (fracture.age && *fracture.age >= adult_fracture_years) keep(FactId::fragility_fracture_after_50, fracture);
  }
}

Fact parental_hip_fracture(const Reading& reading) {
  if (const Fact fact = reading.condition(ValueSetId::parental_hip_fracture, Reading::Which::any); is_known(fact.value))
    return fact;
  for (const auto& [member, unread, effective, order] : reading.of(QueryId::family_history)) {
    if (fhir::is_void(member) || !in(reading.terminology().sets_of(member["relationship"]), ValueSetId::parent))
      continue;
    for (const Json condition : member["condition"].each())
      if (in(reading.terminology().sets_of(condition["code"]), ValueSetId::hip_fracture)) return found(true, member);
  }
  return {};
}

// From the latest weight and the latest height.
Fact bmi_worked_out(const Reading& reading) {
  constexpr Range any{0, std::nullopt};
  const auto weight =
      lowest(latest_values(reading, QueryId::observations, {ValueSetId::body_weight}, fhir::in_kg, any));
  const auto height =
      highest(latest_values(reading, QueryId::observations, {ValueSetId::body_height}, fhir::in_cm, any));
  if (!weight || !height || height->value <= 0) return {};
  const double metres = height->value / 100;
  const double value = weight->value / (metres * metres);
  return plausible_range(FactId::bmi).holds(value) ? found(value, weight->observation, weight->day) : Fact{};
}

// Which of two values counts is which is later. An answer that was cut short may lack the later one, for servers need
// not keep to the order asked for: of such an answer neither body mass index nor smoking status is taken.
Fact bmi(const Reading& reading) {
  if (!reading.is_complete(QueryId::observations)) return {};
  const Fact worked_out = bmi_worked_out(reading);
  const auto told = lowest(latest_values(reading, QueryId::observations, {ValueSetId::bmi}, fhir::in_kg_per_m2,
                                         plausible_range(FactId::bmi)));
  if (!told || (is_known(worked_out.value) && told->day < *worked_out.evidence.date)) return worked_out;
  return found(told->value, told->observation, told->day);
}

std::optional<Name> smoking_status(const fhir::Membership& sets) {
  if (in(sets, ValueSetId::current_smoker)) return name_value(FactId::smoking, "current");
  if (in(sets, ValueSetId::former_smoker)) return name_value(FactId::smoking, "former");
  if (in(sets, ValueSetId::never_smoker)) return name_value(FactId::smoking, "never");
  return std::nullopt;
}

// The latest status that is one of the three; of one day the one that counts for more.
Fact observed_smoking(const Reading& reading) {
  if (!reading.is_complete(QueryId::observations)) return {};
  const auto told =
      latest_told(reading, QueryId::observations, {ValueSetId::smoking_status}, [&reading](Json observation) {
        return smoking_status(reading.terminology().sets_of(observation["valueCodeableConcept"]));
      });
  for (const char* status : {"current", "former", "never"})
    for (const auto& [value, observation, day] : told)
      if (value == name_value(FactId::smoking, status)) return found(value, observation, day);
  return {};
}

// Whoever no longer smokes by the problem list did so once: past smoking counts.
Fact smoking_of_conditions(const Reading& reading) {
  struct Sign {
    ValueSetId set;
    Reading::Which which;
    std::string_view status;
  };
  for (const auto& [set, which, status] : {Sign{ValueSetId::current_smoker, Reading::Which::active, "current"},
                                           Sign{ValueSetId::former_smoker, Reading::Which::any, "former"},
                                           Sign{ValueSetId::current_smoker, Reading::Which::any, "former"}})
    if (const Fact fact = reading.condition(set, which); is_known(fact.value))
      return {name_value(FactId::smoking, status), fact.evidence, true};
  return {};
}

Fact smoking(const Reading& reading) {
  const Fact observed = observed_smoking(reading);
  return is_known(observed.value) ? observed : smoking_of_conditions(reading);
}

}  // namespace

void read_fracture_risk_facts(const Reading& reading, Facts& facts) {
  facts[FactId::osteoporosis] = reading.condition(ValueSetId::osteoporosis, Reading::Which::active);
  read_fractures(reading, facts);
  facts[FactId::parental_hip_fracture] = parental_hip_fracture(reading);
  facts[FactId::bmi] = bmi(reading);
  facts[FactId::smoking] = smoking(reading);
  read_glucocorticoid_and_frax(reading, facts);
}

}  // namespace rules
