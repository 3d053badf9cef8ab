// Which tokens were used before, with any of the replicas that share a database.
#pragma once

#include <functional>

#include "server/feedback_store.h"
#include "server/replay_memory.h"

namespace server {

// Asks the memory of this process first, which is quick, and then the shared one. While that cannot be asked, the
// process's own is believed: a token could then be used once with each replica while it lives, but no hook goes
// unanswered for want of a database; each such token is counted.
class SharedReplayMemory final : public ReplayMemory {
 public:
  // Whether the token is used for the first time by anybody, or an Issue.
  using Use = std::function<Awaitable<fhir::Result<bool>>(UsedToken)>;

  // `own` must outlive it.
  SharedReplayMemory(ReplayMemory& own, Use use) : own_(own), use_(std::move(use)) {}

  Awaitable<Remembered> remember(std::string issuer, std::string token_id, WallTime until) override;

 private:
  ReplayMemory& own_;
  const Use use_;
};

}  // namespace server
