#include "server/report_outcomes.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace server {
namespace {

void add(Outcomes& outcomes, const OutcomeCount& line) {
  if (line.outcome == "shown") outcomes.shown += line.count;
  if (line.outcome == "accepted") outcomes.accepted += line.count;
  if (line.outcome != "overridden") return;
  outcomes.overridden += line.count;
  outcomes.reasons[line.reason_code] += line.count;
}

std::string card_of(const OutcomeCount& line) { return line.card.empty() ? std::string(unknown_card) : line.card; }

// "a/b c/d" is "a/b" and "c/d".
std::vector<std::string> rules_of(const OutcomeCount& line) {
  std::vector<std::string> rules;
  for (std::size_t at = 0; at < line.rules.size();) {
    const auto end = std::min(line.rules.find(' ', at), line.rules.size());
    if (end > at) rules.push_back(line.rules.substr(at, end - at));
    at = end + 1;
  }
  if (rules.empty()) rules.emplace_back(unknown_card);
  return rules;
}

}  // namespace

std::int64_t Outcomes::unanswered() const { return std::max<std::int64_t>(0, shown - accepted - overridden); }

Outcomes all_outcomes(const std::vector<OutcomeCount>& lines) {
  Outcomes all;
  for (const auto& line : lines) add(all, line);
  return all;
}

CardOutcomes outcomes_by_card(const std::vector<OutcomeCount>& lines) {
  CardOutcomes cards;
  for (const auto& line : lines) add(cards[card_of(line)], line);
  return cards;
}

RuleOutcomes outcomes_by_rule(const std::vector<OutcomeCount>& lines) {
  RuleOutcomes rules;
  for (const auto& line : lines)
    for (auto& rule : rules_of(line)) add(rules[{card_of(line), std::move(rule)}], line);
  return rules;
}

std::vector<std::string> guidelines_of(const std::vector<OutcomeCount>& lines) {
  std::set<std::string> names;
  for (const auto& line : lines)
    if (!line.guideline.empty()) names.insert(line.guideline);
  return {names.begin(), names.end()};
}

ReasonCounts reasons_by_frequency(const std::vector<OutcomeCount>& lines) {
  const auto counts = all_outcomes(lines).reasons;
  ReasonCounts reasons(counts.begin(), counts.end());
  std::ranges::sort(reasons, [](const auto& one, const auto& other) {
    return std::tuple(one.first == other_reasons, -one.second, std::string_view(one.first)) <
           std::tuple(other.first == other_reasons, -other.second, std::string_view(other.first));
  });
  return reasons;
}

std::vector<OutcomeCount> with_frequent_reasons(std::vector<OutcomeCount> lines, std::size_t most) {
  std::set<std::string, std::less<>> frequent;
  for (const auto& [reason, count] : reasons_by_frequency(lines))
    if (!reason.empty() && frequent.size() < most) frequent.insert(reason);
  for (auto& line : lines)
    if (!line.reason_code.empty() && !frequent.contains(line.reason_code)) line.reason_code = other_reasons;
  return lines;
}

}  // namespace server
