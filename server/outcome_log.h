// One line in the log for each call, by which silence is noticed: why there was no card, which facts were unknown,
// which orders were known by their name only. Our own words and counts, nothing of the patient.
#pragma once

#include <string>

#include "rules/advice.h"
#include "rules/fact.h"

namespace server {

// "cards=2 rules=bone-density/none,therapy/indicated not-found=bmi not-looked=egfr matched-by-name"
// or "cards=0 silent=child ...".
std::string outcome_line(const rules::Advice& advice, const rules::Facts& facts);

}  // namespace server
