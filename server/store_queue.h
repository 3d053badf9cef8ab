// What waits for the store's thread: bounded, and handed over in rounds.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include "server/store_work.h"

namespace server {

class StoreQueue {
 public:
  explicit StoreQueue(StoreLimits limits) : limits_(limits) {}

  // From any thread. Why the job is refused, if it is; then it is not answered.
  std::optional<fhir::Issue> push(FeedbackJob job);
  std::optional<fhir::Issue> push(TokenJob job);
  std::optional<fhir::Issue> push(OutcomesJob job);
  // False if there is no room.
  bool push(fhir::List<ShownCard> cards);
  // Ends the next wait.
  void wake();
  // Refuses all that comes from now on, and ends every wait.
  void close();

  // For the store's thread. Waits until there is something to do or so much time has passed; cards alone are waited
  // for only while the database is up. The tokens and cards that wait, and as much feedback as one batch has.
  StoreRound take(std::chrono::nanoseconds at_most);
  // The cards of the last round that are still to be written, and why what comes now is refused.
  void give_back(StoreRound round, std::optional<fhir::Issue> down);
  bool is_closed() const;
  bool is_empty() const;

 private:
  bool has_urgent_work() const;
  bool has_work() const;
  StoreRound take_round();
  const fhir::Issue* refusal(std::size_t waiting, std::size_t more, std::size_t most) const;

  const StoreLimits limits_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<TokenJob> tokens_;
  std::vector<ShownCard> shown_;
  std::deque<FeedbackJob> feedback_;
  std::vector<OutcomesJob> outcomes_;
  std::size_t feedback_items_ = 0;
  std::size_t shown_in_round_ = 0;
  bool woken_ = false;
  bool closed_ = false;
  std::optional<fhir::Issue> down_;
};

}  // namespace server
