// What the tables of a guideline look at: facts, and the counts made of them. Internal to rules/.
#pragma once

#include <vector>

#include "rules/guideline_model.h"

namespace rules {

// The outcomes of tables are unknown yet. The proof speaks of the numbers that there are; anything else is as good as
// unknown.
Values values_of(const Guideline::Model& model, const Facts& facts);

// What each table decides, in their order.
std::vector<const Outcome*> outcomes_of(const Guideline::Model& model, const Facts& facts);

}  // namespace rules
