// Which tokens were used before: each counts once (CDS Hooks R222).
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "server/asynchronous.h"
#include "server/limits.h"

namespace server {

// The time of day; of the machine, unless a test has another.
using WallClock = std::function<std::chrono::system_clock::time_point()>;
using WallTime = std::chrono::system_clock::time_point;

enum class Remembered : std::uint8_t {
  first_time,
  seen_before,
  no_room,      // as many of this issuer's are remembered as may be, and none has expired
  unavailable,  // the memory cannot be asked
};

// May be called from any thread. Of several calls with the same token at once, exactly one is the first.
class ReplayMemory {
 public:
  ReplayMemory() = default;
  virtual ~ReplayMemory() = default;
  ReplayMemory(const ReplayMemory&) = delete;
  ReplayMemory& operator=(const ReplayMemory&) = delete;

  // Remembers a token by its issuer and jti, at least until `until`. Only for tokens that were verified: then issuers
  // are few, and nobody fills the memory of another.
  virtual Awaitable<Remembered> remember(std::string issuer, std::string token_id, WallTime until) = 0;
};

// Of this process, and gone with it: a token that was used before a restart, or with another instance of the service,
// counts once more while it lives. It never forgets early: not when it is full, and not when the clock is set back.
// One issuer's tokens do not take the room of another's.
class ReplayMemoryOfProcess final : public ReplayMemory {
 public:
  explicit ReplayMemoryOfProcess(WallClock clock = std::chrono::system_clock::now, IdentityLimits limits = {});
  ~ReplayMemoryOfProcess() override;

  Awaitable<Remembered> remember(std::string issuer, std::string token_id, WallTime until) override;

 private:
  class Tokens;
  Tokens& tokens_of(const std::string& issuer);

  const WallClock clock_;
  const IdentityLimits limits_;
  std::mutex mutex_;                                        // of the map, not of what is in it
  std::map<std::string, std::unique_ptr<Tokens>> issuers_;  // never taken out: there are no more than clients
};

}  // namespace server
