// The proof of a decision table: every combination of its inputs' values is tried. Internal to rules/.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "rules/decision_table.h"

namespace rules {

// One value for each part of a variable's range in which no cell can tell two values apart: every boundary, a number
// between any two, one below and one above all; every name; unknown, where it may be.
std::vector<Value> representatives(const Variable& variable, std::vector<double> boundaries);

// Shows that exactly one way of one rule holds for every combination, that every way holds for one, that every input
// is asked about, and that the examples come out. Returns how many combinations were tried.
std::uint64_t prove(const DecisionTable& table, fhir::Json examples, const Variables& variables,
                    const std::string& where, Problems& problems);

// The first combination of the variables' values for which `found` is true, as text for people: "t_score = -2.5,
// renewal = true". `values` are set to each in turn. Nothing if there is none.
std::optional<std::string> find_case(const Variables& variables, std::span<const std::size_t> asked,
                                     std::span<const std::vector<Value>> ranges, Values& values,
                                     const std::function<bool()>& found);

}  // namespace rules
