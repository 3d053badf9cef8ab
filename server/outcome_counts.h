// What was decided, counted: by it those who operate the service notice a rule that no longer fires, a fact that is no
// longer found, a drug that is no longer recognised.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "rules/advice.h"
#include "rules/fact.h"
#include "rules/guideline.h"
#include "server/clients.h"
#include "server/metrics.h"
#include "server/tally.h"

namespace server {

// Why there is no card, where the guideline was not asked or had none to show.
struct Silence {
  static constexpr std::string_view none_of_ours = "not-an-ai-order";
  static constexpr std::string_view not_taken = "not-on-an-ai";
  static constexpr std::string_view proxy = "patient-or-relative";
  // The order may be for one of our drugs: an EHR that gives no access to a Medication that it only refers to is not
  // refused, for most of its orders are none of ours.
  static constexpr std::string_view order_not_readable = "order-not-readable";
  static constexpr std::string_view nothing_due = "nothing-due";
  static constexpr std::string_view withheld = "withheld";
};

// The numbers that calls raise, found once: each call raises some twenty of them.
class OutcomeCounts {
 public:
  // Every number that this service can ever raise by this guideline is there from now on, with 0.
  OutcomeCounts(const rules::Guideline& guideline, std::string_view service);

  // One advised call of this guideline; `withheld` as in outcome_log.h.
  void count(const rules::Advice& advice, const rules::Facts& facts, std::span<const std::string_view> withheld) const;
  // Why a call got no card.
  void count_silence(std::string_view reason) const;

 private:
  void count_unknown(const rules::Facts& facts) const;

  const std::string_view service_;  // its id
  const std::size_t decision_count_;
  // A place for each decision, by its number; then two for each fact: not found, not looked up.
  Tally tally_;
};

// Makes the numbers be there, with 0, for what these clients are asked for: their FHIR servers, and their keys.
void prepare_counts(const Clients& clients);

}  // namespace server
