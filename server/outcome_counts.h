// What was decided, counted: by it those who operate the service notice a rule that no longer fires, a fact that is no
// longer found, a drug that is no longer recognised.
#pragma once

#include <span>
#include <string_view>

#include "rules/advice.h"
#include "rules/fact.h"
#include "rules/guideline.h"
#include "server/clients.h"

namespace server {

// Why there is no card, where the guideline was not asked or had none to show.
struct Silence {
  static constexpr std::string_view none_of_ours = "not-an-ai-order";
  static constexpr std::string_view order_not_readable = "order-not-readable";
  static constexpr std::string_view nothing_due = "nothing-due";
  static constexpr std::string_view withheld = "withheld";
};

// Makes every number that the guideline can ever raise be there, with 0.
void prepare_counts(const rules::Guideline& guideline);
// The same for what these clients are asked for: their FHIR servers, and their keys.
void prepare_counts(const Clients& clients);

// One advised call; `withheld` as in outcome_log.h.
void count_outcome(const rules::Advice& advice, const rules::Facts& facts, std::span<const std::string_view> withheld);

// Why a call got no card.
void count_silence(std::string_view reason);

}  // namespace server
