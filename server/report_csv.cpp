#include "server/report_csv.h"

namespace server {
namespace {

// What spreadsheets begin a formula with, also behind a tab or a line's end that they skip.
constexpr std::string_view formula_beginnings = "=+-@\t\r\n";

std::string csv_line(const OutcomeCount& line) {
  std::string text;
  for (const auto* field : {&line.day, &line.guideline, &line.card, &line.rules, &line.outcome, &line.reason_code})
    text.append(csv_field(*field)).append(",");
  return text.append(std::to_string(line.count)).append("\r\n");
}

}  // namespace

std::string csv_field(std::string_view text) {
  std::string field;
  if (!text.empty() && formula_beginnings.find(text.front()) != std::string_view::npos) field += '\'';
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return field.append(text);
  field.insert(field.begin(), '"');
  for (const char c : text) field.append(c == '"' ? 2 : 1, c);
  return field.append("\"");
}

std::string to_csv(const std::vector<OutcomeCount>& lines) {
  std::string text = "day,guideline,card,rules,outcome,reason,count\r\n";
  for (const auto& line : lines) text += csv_line(line);
  return text;
}

}  // namespace server
