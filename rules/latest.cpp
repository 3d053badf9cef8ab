#include "rules/latest.h"

namespace rules {
namespace {

using fhir::Json;

template <class Accept>
std::optional<LatestObservation> latest_accepted(const Reading& reading, fhir::QueryId query, fhir::ValueSetId set,
                                                 Accept&& accept) {
  std::optional<LatestObservation> latest;
  for (const auto& [observation, sets, effective, order] : reading.of(query)) {
    if (!in(sets, set) || !is_final(observation)) continue;
    const auto day = reading.past_day(effective);
    if (day && (!latest || latest->day < *day) && accept(observation)) latest = {observation, *day};
  }
  return latest;
}

std::optional<double> exact_value(Json observation, Unit unit) {
  const auto quantity = fhir::quantity_of(observation["valueQuantity"]);
  if (!quantity || quantity->comparator != fhir::Comparator::none) return std::nullopt;
  return unit(*quantity);
}

}  // namespace

std::optional<LatestObservation> latest_observation(const Reading& reading, fhir::QueryId query, fhir::ValueSetId set) {
  return latest_accepted(reading, query, set, [](Json) { return true; });
}

std::optional<LatestValue> latest_value(const Reading& reading, fhir::QueryId query, fhir::ValueSetId set, Unit unit) {
  const auto latest = latest_accepted(reading, query, set,
                                      [unit](Json observation) { return exact_value(observation, unit).has_value(); });
  if (!latest) return std::nullopt;
  return LatestValue{*exact_value(latest->observation, unit), latest->observation, latest->day};
}

}  // namespace rules
