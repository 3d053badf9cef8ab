// The tables of a report, and how a terminal shows them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/report_outcomes.h"
#include "server/report_periods.h"

namespace server {

struct ReportTable {
  std::string title;
  std::vector<std::string> columns;
  std::size_t names = 1;                       // columns from the left that hold names; the others hold numbers
  std::vector<std::vector<std::string>> rows;  // each of as many cells as there are columns
};

// Card, then how often: shown, accepted, overridden, unanswered. The shares are of those shown.
ReportTable card_table(const std::vector<OutcomeCount>& lines);
// The same for each rule of each card.
ReportTable rule_table(const std::vector<OutcomeCount>& lines);
// A row a card, a column a reason: how often each was overridden for it.
ReportTable reason_table(const std::vector<OutcomeCount>& lines);
ReportTable period_table(const Timeline& timeline);

// What a reason is called: its code, "(none told)" for "".
std::string reason_name(std::string_view code);

// Longer cells are cut off where a terminal shows them, in code points.
inline constexpr std::size_t widest_cell = 48;
// Lines with aligned columns. Control characters, by which a code of a client could write elsewhere on the screen, are
// shown as "?".
std::string to_text(const ReportTable& table);

}  // namespace server
