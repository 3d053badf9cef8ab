// A set of cells that must all hold: one way in which a rule, a criterion or a text applies. Internal to rules/.
#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <utility>
#include <vector>

#include "rules/condition.h"
#include "rules/guideline_file.h"
#include "rules/variable.h"

namespace rules {

class Cells {
 public:
  // Reads {"variable": "cell", ...}. `usable`: what may be asked here; anything else is a problem.
  static Cells read(fhir::Json when, const Variables& variables, const std::function<bool(std::size_t)>& usable,
                    std::string_view where, Problems& problems);

  bool hold(const Values& values) const {
    for (std::size_t i = 0; i < checks_.size(); ++i)
      if (!holds(i, values[checks_[i].variable])) return false;
    return true;
  }
  // The cell of a variable, nullptr if the set does not ask about it.
  const Condition* of(std::size_t variable) const;
  const std::vector<std::pair<std::size_t, Condition>>& all() const { return cells_; }

 private:
  // What is asked of a cell with every call: here, and not where the cells are, for most sets have one or none.
  struct Check {
    std::uint64_t kinds;  // Condition::kinds
    std::size_t variable;
  };
  bool holds(std::size_t cell, const Value& value) const {
    if (std::holds_alternative<double>(value)) return cells_[cell].second.holds(value);
    return Condition::is_among(checks_[cell].kinds, value);
  }

  boost::container::small_vector<Check, 2> checks_;  // of each cell
  std::vector<std::pair<std::size_t, Condition>> cells_;
};

// A value given in an example: nothing, and a problem, if it is none of the variable's.
std::optional<Value> read_value(fhir::Json given, const Variable& variable, std::string_view where, Problems& problems);
// Reads the values of an example's "given". Facts that are not given are unknown; what is always known must be given.
std::optional<Values> read_given(fhir::Json given, const Variables& variables, const std::vector<std::size_t>& asked,
                                 std::string_view where, Problems& problems);

}  // namespace rules
