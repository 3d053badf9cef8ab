// The small slips that somebody can make in one cell of a guideline file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/variable.h"

namespace rules {

// Every text that differs from this cell by one slip and means something else: a number off by the smallest step that
// a card can show, another sign or bracket, another name, an item too few, the opposite.
std::vector<std::string> altered_cells(std::string_view cell, const Variable& variable);

}  // namespace rules
