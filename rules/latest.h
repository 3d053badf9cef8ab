// The latest result of a kind. Internal to rules/.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <type_traits>

#include "fhir/quantity.h"
#include "rules/plausible.h"
#include "rules/reading.h"

namespace rules {

template <class Value>
struct Told {
  Value value;
  fhir::Json observation;
  fhir::Day day;
};

inline bool in_any(const fhir::Membership& sets, std::initializer_list<fhir::ValueSetId> of) {
  return std::ranges::any_of(of, [&sets](fhir::ValueSetId set) { return in(sets, set); });
}

// What the final Observations of these sets tell on the latest day of the past on which `read` makes something of one,
// in the order of their ids. One that cannot be read tells nothing: it hides no earlier one.
template <class Read>
auto latest_told(const Reading& reading, fhir::QueryId query, std::initializer_list<fhir::ValueSetId> sets_read,
                 Read read) {
  fhir::List<Told<typename std::invoke_result_t<Read, fhir::Json>::value_type>> told;
  for (const auto& [observation, sets, effective, order] : reading.of(query)) {
    if (!in_any(sets, sets_read) || !is_final(observation)) continue;
    const auto day = reading.past_day(effective);
    if (!day || (!told.empty() && *day < told.front().day)) continue;
    const auto value = read(observation);
    if (!value) continue;
    if (!told.empty() && told.front().day < *day) told.clear();
    told.push_back({*value, observation, *day});
  }
  return told;
}

using Unit = std::optional<double> (*)(const fhir::Quantity&);
using ToldNumber = Told<double>;
// The exact value in this unit, if it can be believed.
std::optional<double> exact_value(fhir::Json observation, Unit unit, const Range& plausible);
// The latest such values of these sets, all of one day.
fhir::List<ToldNumber> latest_values(const Reading& reading, fhir::QueryId query,
                                     std::initializer_list<fhir::ValueSetId> sets, Unit unit, const Range& plausible);

// Of the values of one day; nothing of none.
std::optional<ToldNumber> lowest(const fhir::List<ToldNumber>& told);
std::optional<ToldNumber> highest(const fhir::List<ToldNumber>& told);

// The part of the fracture risk that is measured in months and percent.
void read_glucocorticoid_and_frax(const Reading& reading, Facts& facts);

}  // namespace rules
