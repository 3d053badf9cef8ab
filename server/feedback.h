// What became of cards, as EHRs tell it: the body of a CDS Hooks feedback call (R170 to R181).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/json.h"
#include "fhir/result.h"
#include "server/limits.h"

namespace server {

// Milliseconds since 1970 in UTC: finer than any client tells, and what is stored.
using Milliseconds = std::chrono::sys_time<std::chrono::milliseconds>;
inline Milliseconds time_of_day() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

enum class CardOutcome : std::uint8_t { accepted, overridden };
std::string_view word_of(CardOutcome outcome);  // "accepted"

// Of all of these, only the reason's code is ever compared with anything. Nothing of it may be logged.
struct FeedbackItem {
  std::string card;  // the uuid of the card, as sent: one that we do not know is kept too (R172)
  CardOutcome outcome = CardOutcome::accepted;
  std::vector<std::string> suggestions;  // uuids of those accepted (R174)
  std::string reason_system;             // both "" where no coded reason is told (R175)
  std::string reason_code;
  std::string comment;  // free text by a clinician: it may hold anything about the patient (R180)
  Milliseconds told{};  // outcomeTimestamp (R176), to the second; 1970 where none is told
};

// What became of an item that was handed to the store.
struct Keeping {
  bool is_new = false;  // it was not kept before
  std::string card;     // if it is new: the id of the card that it is about, "" if that card is not known
};
// How many are new.
std::size_t count_new(const std::vector<Keeping>& keepings);

// The items of a body {"feedback": [...]}, with the variants that clients send (R181). All or none: refuses (an Issue
// that names the place, and holds no value) what is no feedback, and what is longer or more than `limits` allow.
fhir::Result<std::vector<FeedbackItem>> parse_feedback(fhir::Json body, const FeedbackLimits& limits = {});

}  // namespace server
