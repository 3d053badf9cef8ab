// What the store's thread does, one round at a time: writes what waits, looks for overrides, forgets what is old, and
// finds out whether the database is there again. Knows no thread and no clock: for store_thread.h, and for tests.
//
// Two invariants. A card is written before any feedback that came later: while a card waits, feedback is refused. And
// nothing is tried while the database is down, except once after each pause.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "server/asynchronous.h"
#include "server/feedback_store.h"

namespace server {

// All are called on the store's thread, must not block, and may be empty.
struct StoreObserver {
  // A statement or a transaction has failed: "feedback", "shown", "tokens", "overrides", "outcomes", "probe" or
  // "forget".
  std::function<void(std::string_view operation)> on_error = {};
  // Once at the start, and whenever it changes. The reason is empty while it is up.
  std::function<void(bool up, const fhir::Issue& reason)> on_state = {};
  // Overrides that are new since the last time; the same may come several times.
  std::function<void(std::vector<Override> overrides)> on_overrides = {};
};

struct FeedbackJob {
  std::vector<KeptFeedback> items;
  std::function<void(fhir::Result<std::vector<Keeping>>)> answer;
};

struct TokenJob {
  UsedToken token;
  std::function<void(fhir::Result<bool>)> answer;
};

// What became of the cards that were shown in a time, for those who operate the service.
struct OutcomesJob {
  Milliseconds from{};
  Milliseconds until{};
  std::function<void(fhir::Result<std::vector<OutcomeCount>>)> answer;
};

// What has waited for a round.
struct StoreRound {
  std::vector<TokenJob> tokens;
  std::vector<ShownCard> shown;
  std::vector<FeedbackJob> feedback;
  std::vector<OutcomesJob> outcomes;
};

// The time of a round: for what is stored, and for pauses.
struct StoreTime {
  Milliseconds wall{};
  SteadyTime steady{};
};

class StoreWork {
 public:
  // `keep_for`: what is older is forgotten; 0 for never.
  StoreWork(FeedbackStore store, StoreObserver observer, StoreLimits limits, std::chrono::days keep_for);

  // Answers every job of the round. Of the cards, those that could not be written because the database is down are
  // left in it, for the next round.
  void write(StoreRound& round, StoreTime now);
  // What is due at this time, of all that has its times.
  void do_what_is_due(StoreTime now);
  // When something will be due next.
  SteadyTime next_due() const;
  // Why what comes now is refused; nothing while the database is up.
  const std::optional<fhir::Issue>& down() const { return down_; }

 private:
  void use(std::vector<TokenJob>& jobs, StoreTime now);
  void show(std::vector<ShownCard>& cards, StoreTime now);
  std::size_t show_portion(std::span<const ShownCard> cards, StoreTime now);
  void keep(std::vector<FeedbackJob>& jobs, StoreTime now);
  void keep_together(std::vector<FeedbackJob>& jobs, std::vector<KeptFeedback>& items, StoreTime now);
  void keep_alone(FeedbackJob& job, StoreTime now);
  void look_for(const std::vector<OutcomesJob>& jobs, StoreTime now);
  void learn_overrides_among(const std::vector<KeptFeedback>& items, StoreTime now);
  Milliseconds start_of_poll(StoreTime now) const;
  void poll_overrides(StoreTime now);
  void forget(StoreTime now);
  void probe(StoreTime now);

  // Counts a failure, and notes whether the database is up.
  void note_success();
  void note_failure(std::string_view operation, const fhir::Issue& issue, StoreTime now);
  void count_failure(std::string_view operation) const;
  void tell_state() const;
  void tell_overrides(std::vector<Override> overrides) const;

  FeedbackStore store_;
  const StoreObserver observer_;
  const StoreLimits limits_;
  const std::chrono::days keep_for_;

  bool state_is_known_ = false;
  std::optional<fhir::Issue> down_;
  SteadyTime next_attempt_ = SteadyTime::min();  // while it is down
  SteadyTime next_poll_ = SteadyTime::min();
  SteadyTime next_forget_ = SteadyTime::min();
  std::optional<Milliseconds> polled_to_;     // all before this was found
  std::optional<Milliseconds> poll_goes_on_;  // there was more than is read at once
};

}  // namespace server
