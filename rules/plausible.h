// Which numbers can be believed of a patient, by those who read them out of a record and those who suppose them.
#pragma once

#include <optional>

#include "rules/fact.h"

namespace rules {

// Both ends are included.
struct Range {
  double least;
  std::optional<double> most;  // nothing: there is no such end

  bool holds(double value) const { return least <= value && !(most && *most < value); }
};

// The values of a fact that is a number. What lies beyond is a slip of the keyboard, or another quantity.
Range plausible_range(FactId fact);

}  // namespace rules
