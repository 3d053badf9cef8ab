#include "server/shared_replay_memory.h"

#include <utility>

#include "server/metrics.h"

namespace server {

Awaitable<Remembered> SharedReplayMemory::remember(std::string issuer, std::string token_id, WallTime until) {
  const auto here = co_await own_.remember(issuer, token_id, until);
  if (here != Remembered::first_time) co_return here;
  UsedToken token{std::move(issuer), std::move(token_id), std::chrono::floor<std::chrono::milliseconds>(until)};
  const auto is_first = co_await use_(std::move(token));
  if (!is_first) {
    metrics().replay_memory_fallbacks.Increment();
    co_return here;
  }
  if (*is_first) co_return Remembered::first_time;
  co_return Remembered::seen_before;
}

}  // namespace server
