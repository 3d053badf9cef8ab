// A guideline of as many rules as is asked for, to see what a rule costs.
#pragma once

#include <filesystem>
#include <memory>

#include "rules/guideline.h"

namespace bench {

// Tables of up to a hundred rules each, of which the last but one holds for an eGFR in the nineties. The words of cards
// are those of the shipped guidelines, whose folder is `guideline`.
std::shared_ptr<const rules::Guideline> guideline_with(int rules, const std::filesystem::path& guideline);

}  // namespace bench
