// One line in the log for each advised call, by which silence is noticed: why there was no card, which facts were
// unknown, which orders were known by their name only. Our own words and counts, nothing of the patient.
#pragma once

#include <span>
#include <string_view>

#include "rules/advice.h"
#include "rules/fact.h"
#include "server/http.h"

namespace server {

// "table/rule" of each rule that held.
using RuleNames = rules::ShortList<std::string_view, 32>;
RuleNames rule_names(const rules::Advice& advice);

// `service` is the id of the one that was called, `withheld` are the ids of cards that are not among the advice's,
// because a clinician has answered them before.
void log_outcome(const HttpRequest& call, std::string_view service, const rules::Advice& advice,
                 const rules::Facts& facts, std::span<const std::string_view> withheld);

// A call about none of our drugs, or about orders that nobody can read.
void log_silence(const HttpRequest& call, std::string_view service, std::string_view reason);

}  // namespace server
