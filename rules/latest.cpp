#include "rules/latest.h"

namespace rules {

std::optional<double> exact_value(fhir::Json observation, Unit unit, const Range& plausible) {
  const auto quantity = fhir::quantity_of(observation["valueQuantity"]);
  if (!quantity || quantity->comparator != fhir::Comparator::none) return std::nullopt;
  const auto value = unit(*quantity);
  return value && plausible.holds(*value) ? value : std::nullopt;
}

fhir::List<ToldNumber> latest_values(const Reading& reading, fhir::QueryId query,
                                     std::initializer_list<fhir::ValueSetId> sets, Unit unit, const Range& plausible) {
  return latest_told(reading, query, sets,
                     [&](fhir::Json observation) { return exact_value(observation, unit, plausible); });
}

std::optional<ToldNumber> lowest(const fhir::List<ToldNumber>& told) {
  if (told.empty()) return std::nullopt;
  return *std::ranges::min_element(told, {}, &ToldNumber::value);
}

std::optional<ToldNumber> highest(const fhir::List<ToldNumber>& told) {
  if (told.empty()) return std::nullopt;
  return *std::ranges::max_element(told, {}, &ToldNumber::value);
}

}  // namespace rules
