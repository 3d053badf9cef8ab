#include "server/report_table.h"

#include <algorithm>

namespace server {
namespace {

// "27 (54 %)"; without a share where nothing was shown.
std::string with_share(std::int64_t count, std::int64_t shown) {
  std::string text = std::to_string(count);
  if (shown > 0) text.append(" (").append(std::to_string((200 * count + shown) / (2 * shown))).append(" %)");
  return text;
}

void append_outcomes(std::vector<std::string>& row, const Outcomes& outcomes) {
  row.push_back(std::to_string(outcomes.shown));
  for (const auto count : {outcomes.accepted, outcomes.overridden, outcomes.unanswered()})
    row.push_back(with_share(count, outcomes.shown));
}

std::vector<std::string> outcome_columns(std::vector<std::string> names) {
  for (const auto* name : {"shown", "accepted", "overridden", "unanswered"}) names.emplace_back(name);
  return names;
}

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80; }

std::size_t width(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, is_continuation));
}

// Bytes of the character at `at`: what is no UTF-8 is taken apart byte by byte.
std::size_t character_length(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  if (static_cast<unsigned char>(text[at]) >= 0xC0)
    while (end < text.size() && is_continuation(text[end])) ++end;
  return end - at;
}

// U+0000 to U+001F, U+007F to U+009F: terminals obey them.
bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  if (character.size() == 1) return first < 0x20 || first >= 0x7F;
  return first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
}

std::string shown_cell(std::string_view text) {
  std::string shown;
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++characters) {
    if (characters == widest_cell) return shown + "...";
    const auto character = text.substr(at, character_length(text, at));
    shown.append(is_control(character) ? "?" : character);
    at += character.size();
  }
  return shown;
}

std::vector<std::size_t> widths_of(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  return widths;
}

// Names on the left, numbers on the right of their column.
std::string text_line(const std::vector<std::string>& row, const std::vector<std::size_t>& widths, std::size_t names) {
  std::string line;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::string padding(widths[i] - width(row[i]), ' ');
    line.append(i == 0 ? "" : "  ").append(i < names ? row[i] + padding : padding + row[i]);
  }
  return line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
}

}  // namespace

ReportTable card_table(const std::vector<OutcomeCount>& lines) {
  ReportTable table{"What became of each card", outcome_columns({"card"}), 1, {}};
  for (const auto& [card, outcomes] : outcomes_by_card(lines))
    append_outcomes(table.rows.emplace_back(1, card), outcomes);
  return table;
}

ReportTable rule_table(const std::vector<OutcomeCount>& lines) {
  ReportTable table{"What became of the cards of each rule", outcome_columns({"card", "rule"}), 2, {}};
  for (const auto& [name, outcomes] : outcomes_by_rule(lines)) {
    auto& row = table.rows.emplace_back(std::vector{name.first, name.second});
    append_outcomes(row, outcomes);
  }
  return table;
}

ReportTable reason_table(const std::vector<OutcomeCount>& lines) {
  ReportTable table{"Why cards were overridden", {"card"}, 1, {}};
  const auto reasons = reasons_by_frequency(lines);
  for (const auto& [reason, count] : reasons) table.columns.push_back(reason_name(reason));
  for (const auto& [card, outcomes] : outcomes_by_card(lines)) {
    if (outcomes.overridden == 0) continue;
    auto& row = table.rows.emplace_back(1, card);
    for (const auto& [reason, count] : reasons) {
      const auto found = outcomes.reasons.find(reason);
      row.push_back(std::to_string(found == outcomes.reasons.end() ? 0 : found->second));
    }
  }
  return table;
}

ReportTable period_table(const Timeline& timeline) {
  const bool by_week = timeline.length == PeriodLength::week;
  ReportTable table{by_week ? "Week by week" : "Day by day", outcome_columns({by_week ? "week of" : "day"}), 1, {}};
  for (const auto& period : timeline.periods)
    append_outcomes(table.rows.emplace_back(1, period.first_day), period.outcomes);
  return table;
}

std::string reason_name(std::string_view code) { return std::string(code.empty() ? "(none told)" : code); }

std::string to_text(const ReportTable& table) {
  std::vector<std::vector<std::string>> rows{table.columns};
  rows.insert(rows.end(), table.rows.begin(), table.rows.end());
  for (auto& row : rows) std::ranges::transform(row, row.begin(), [](const auto& cell) { return shown_cell(cell); });
  const auto widths = widths_of(rows);
  std::string text = table.title + "\n";
  for (const auto& row : rows) text += text_line(row, widths, table.names);
  return text;
}

}  // namespace server
