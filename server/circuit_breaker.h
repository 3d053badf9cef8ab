// Leaves alone what keeps failing, so that callers need not wait for nothing. The time is given, never looked up.
#pragma once

#include "server/asynchronous.h"
#include "server/limits.h"

namespace server {

class CircuitBreaker {
 public:
  // False while it is better not to ask: since the last of too many failures, but for one trial after each pause. Who
  // was admitted reports how it went.
  bool admits(SteadyTime now, const BreakerLimits& limits);
  void succeeded();
  void failed(SteadyTime now);
  // It went wrong for a reason that says nothing about the other side.
  void abstained();

 private:
  int failures_ = 0;  // one after another
  SteadyTime last_failure_{};
  bool on_trial_ = false;
};

}  // namespace server
