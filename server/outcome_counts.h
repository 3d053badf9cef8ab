// What was decided, counted: by it those who operate the service notice a rule that no longer fires, a fact that is no
// longer found, a drug that is no longer recognised.
#pragma once

#include <span>
#include <string_view>

#include "rules/advice.h"
#include "rules/fact.h"
#include "rules/guideline.h"

namespace server {

// Makes every number that the guideline can ever raise be there, with 0.
void prepare_counts(const rules::Guideline& guideline);

// One advised call; `withheld` as in outcome_log.h.
void count_outcome(const rules::Advice& advice, const rules::Facts& facts, std::span<const std::string_view> withheld);

// Why a call got no card.
void count_silence(std::string_view reason);

}  // namespace server
