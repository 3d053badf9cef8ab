// What became of cards, added up from the lines of the store. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/feedback_store.h"

namespace server {

// Of some cards: how many were shown, and the last that was told of them.
struct Outcomes {
  std::int64_t shown = 0;
  std::int64_t accepted = 0;
  std::int64_t overridden = 0;
  std::map<std::string, std::int64_t, std::less<>> reasons;  // overridden ones by reason; "" where none was told

  // Cards of which nothing was told: ignored, or by an EHR that tells nothing. Never below 0, though feedback may be
  // about cards that were not kept.
  std::int64_t unanswered() const;
};

// In the place of a card and rule, where feedback is about a card that is not in the store.
inline constexpr std::string_view unknown_card = "(not known)";
// In the place of reasons that are told seldom.
inline constexpr std::string_view other_reasons = "(others)";

using CardOutcomes = std::map<std::string, Outcomes, std::less<>>;
using RuleOutcomes = std::map<std::pair<std::string, std::string>, Outcomes, std::less<>>;  // card, rule
using ReasonCounts = std::vector<std::pair<std::string, std::int64_t>>;

Outcomes all_outcomes(const std::vector<OutcomeCount>& lines);
CardOutcomes outcomes_by_card(const std::vector<OutcomeCount>& lines);
// A card counts for each of the rules that made it, so that the rules of a card add up to more than the card.
RuleOutcomes outcomes_by_rule(const std::vector<OutcomeCount>& lines);
// The guidelines by which was advised, in the order of their names.
std::vector<std::string> guidelines_of(const std::vector<OutcomeCount>& lines);

// Reasons are codes of clients, of which there may be any number. The same lines, with all but the `most` frequent
// reasons as other_reasons; "" is none of them, and stays.
std::vector<OutcomeCount> with_frequent_reasons(std::vector<OutcomeCount> lines, std::size_t most);
// The most frequent first, other_reasons last.
ReasonCounts reasons_by_frequency(const std::vector<OutcomeCount>& lines);

}  // namespace server
