#include "server/turnstile.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <utility>

#include "server/log.h"

namespace server {

Turnstile::Turnstile(boost::asio::io_context& loop, const TurnLimits& limits)
    : executor_(loop.get_executor()), limits_(limits) {}

bool Turnstile::lets_go() {
  if (!line_.empty() || begun_ >= limits_.at_once) return false;
  ++begun_;
  turn_soon();
  return true;
}

Awaitable<bool> Turnstile::wait() {
  turn_soon();
  co_return co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<Executor>, void(bool)>(
      [this](GoingOn<void(bool)> go_on) { line_.push_back({std::move(go_on)}); }, awaited);
}

// Behind the others who step. No second coroutine around Asio's own: it happens several times a call.
Awaitable<void> Turnstile::step() {
  turn_soon();
  return boost::asio::async_initiate<const boost::asio::use_awaitable_t<Executor>, void()>(
      [this](Stepping stepping) { steps_.push_back(std::move(stepping)); }, awaited);
}

// When all that is ready now has been looked at: what has come meanwhile is in the line by then.
void Turnstile::turn_soon() {
  if (will_turn_) return;
  boost::asio::post(executor_, [this] {
    will_turn_ = false;
    go_on_with_steps();
    turn();
  });
  will_turn_ = true;  // only now: if there was no memory, the next who comes tries again
}

// One behind the other, without a look at the loop in between, which would be a call to the kernel for each step.
// Whoever steps again comes behind the others.
void Turnstile::go_on_with_steps() {
  while (taken_ < steps_.size()) {
    Stepping next = std::move(steps_[taken_++]);
    try {
      std::move(next)();
    } catch (const std::exception& failure) {
      log_failure("-", failure.what());  // costs this one: the others go on
    }
  }
  steps_.clear();
  taken_ = 0;
}

void Turnstile::turn() {
  ++turn_number_;
  begun_ = 0;
  if (line_.empty()) return;
  turn_soon();
  const auto now = std::chrono::steady_clock::now();
  refuse_those_who_waited_too_long(now);
  do {
    if (line_.empty()) return;
    ++begun_;
    std::move(next(now).go_on)(true);
  } while (begun_ < limits_.at_once && std::chrono::steady_clock::now() - now < limits_.turn);
}

// A part of them: refusing costs time too, and shall not be all that is done.
void Turnstile::refuse_those_who_waited_too_long(SteadyTime now) {
  for (std::size_t refused = 0; refused < limits_.refused_at_once && !line_.empty(); ++refused) {
    if (now - line_.front().since <= limits_.longest) return;
    Waiting waiting = std::move(line_.front());
    line_.pop_front();
    std::move(waiting.go_on)(false);
  }
}

// The one who waits longest; if that is long already, the one who came last: of some, all are answered in time, instead
// of all too late.
Turnstile::Waiting Turnstile::next(SteadyTime now) {
  const bool is_in_order = now - line_.front().since <= limits_.in_order;
  Waiting waiting = std::move(is_in_order ? line_.front() : line_.back());
  if (is_in_order)
    line_.pop_front();
  else
    line_.pop_back();
  return waiting;
}

}  // namespace server
