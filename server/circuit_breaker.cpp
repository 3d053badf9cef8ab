#include "server/circuit_breaker.h"

namespace server {

bool CircuitBreaker::admits(SteadyTime now, const BreakerLimits& limits) {
  if (failures_ < limits.failures) return true;
  if (on_trial_ || now - last_failure_ < limits.pause) return false;
  on_trial_ = true;
  return true;
}

void CircuitBreaker::succeeded() {
  failures_ = 0;
  on_trial_ = false;
}

void CircuitBreaker::abstained() { on_trial_ = false; }

void CircuitBreaker::failed(SteadyTime now) {
  ++failures_;
  last_failure_ = now;
  on_trial_ = false;
}

}  // namespace server
