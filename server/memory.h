// What the service remembers beyond a request: cards and feedback in the store, and the tokens that were used.
#pragma once

#include <memory>
#include <optional>

#include "server/card_history.h"
#include "server/config.h"
#include "server/feedback_service.h"
#include "server/quieted_cards.h"
#include "server/shared_replay_memory.h"
#include "server/store_thread.h"

namespace server {

class Memory {
 public:
  // Refuses (Issue value) a store or a key that cannot be used as told. A database that is not there now is no reason:
  // hooks are served without it, and it is tried again.
  static fhir::Result<std::unique_ptr<Memory>> open(const OperationsChoice& choice);

  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  const CardHistory& history() const { return *history_; }
  ReplayMemory& tokens() { return shared_tokens_ ? static_cast<ReplayMemory&>(*shared_tokens_) : own_tokens_; }
  FeedbackService::Keep keep_feedback();
  // What became of the cards that were shown in a time: StoreThread::outcomes.
  using Outcomes = std::function<Awaitable<fhir::Result<std::vector<OutcomeCount>>>(Milliseconds, Milliseconds)>;
  Outcomes outcomes();

  // Until the overrides of the past are known, or will not be known soon.
  void await_beginning() const { store_->await_beginning(StoreLimits().beginning); }
  // Writes what waits; to be called when nobody asks any more.
  void stop();

 private:
  explicit Memory(const OperationsChoice& choice);
  void start(FeedbackStore feedback, std::optional<FeedbackStore> tokens, Pseudonyms pseudonyms,
             const OperationsChoice& choice);

  QuietedCards quieted_;
  ReplayMemoryOfProcess own_tokens_;
  std::optional<SharedReplayMemory> shared_tokens_;  // where several replicas share a database
  std::optional<CardHistory> history_;
  std::unique_ptr<StoreThread> store_;
  std::unique_ptr<StoreThread> token_store_;  // hooks wait for it: not for what feedback does
};

}  // namespace server
