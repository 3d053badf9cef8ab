#include "server/deadlines.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <exception>
#include <utility>

#include "server/log.h"

namespace server {

void Deadlines::add(Waiter& waiter) {
  waiting_.push_back(waiter);
  if (waiter.deadline_ >= next_look_) return;
  next_look_ = waiter.deadline_;
  timer_.expires_at(next_look_);  // whoever waits for it waits anew
  if (std::exchange(is_looking_, true)) return;
  try {
    boost::asio::co_spawn(timer_.get_executor(), look_as_long_as_somebody_waits(), boost::asio::detached);
  } catch (...) {
    waiter.unlink();
    look_no_more();
    throw;
  }
}

// If that fails for lack of memory, the next who waits has it begun anew.
Awaitable<void> Deadlines::look_as_long_as_somebody_waits() {
  try {
    while (!waiting_.empty()) {
      co_await timer_.async_wait(as_tuple);
      if (std::chrono::steady_clock::now() < timer_.expiry()) continue;
      next_look_ = look();
      timer_.expires_at(next_look_);
    }
  } catch (const std::exception& failure) {
    log_failure("-", failure.what());
  }
  look_no_more();
}

void Deadlines::look_no_more() {
  next_look_ = SteadyTime::max();
  is_looking_ = false;
}

SteadyTime Deadlines::look() {
  const auto now = std::chrono::steady_clock::now();
  auto next = SteadyTime::max();
  for (Waiter& waiter : waiting_) {
    if (waiter.deadline_ <= now) {
      waiter.is_late_ = true;
      waiter.give_up();
    }
    next = std::min(next, waiter.deadline_);
  }
  return std::max(next, now + slack);
}

}  // namespace server
