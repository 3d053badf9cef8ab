// A report for spreadsheets and programs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/feedback_store.h"

namespace server {

// The lines as they are, in UTF-8 by RFC 4180: day, guideline, card, rules, outcome, reason, count.
std::string to_csv(const std::vector<OutcomeCount>& lines);

// One field. Text that a spreadsheet would take for a formula gets an apostrophe before it: a reason is what a client
// sent.
std::string csv_field(std::string_view text);

}  // namespace server
