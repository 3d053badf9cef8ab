// Lets the requests of one thread begin, a few at a time. When more come than can be answered, they wait here, where
// they cost next to nothing, and not where nobody sees them; so that overload is noticed, those who are answered are
// answered soon, and what it takes to refuse the others is bounded.
//
// Those who have begun in one turn go on together, step by step: each part of the work is done for all of them before
// the next part is done for any. Most of what a part costs is to bring its code into the processor's caches, which are
// too small for all parts; so it is brought once for several calls (tests/bench/README.md). Whoever waits for something
// else meanwhile, such as the answer of a FHIR server, is not waited for, and goes on alone when the turn is over.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "server/asynchronous.h"
#include "server/limits.h"

namespace server {

class Turnstile {
 public:
  Turnstile(boost::asio::io_context& loop, const TurnLimits& limits);
  Turnstile(const Turnstile&) = delete;
  Turnstile& operator=(const Turnstile&) = delete;

  Executor executor() const { return executor_; }
  // True: the request may begin now. False: it has to wait.
  bool lets_go();
  // Until its turn; false if it has waited too long, and is to be refused.
  Awaitable<bool> wait();
  // The number of the turn that is on: of whoever has just been let go.
  std::uint64_t turn_number() const { return turn_number_; }
  // Whether that turn is still on, and others begin in it.
  bool steps_in(std::uint64_t turn) const { return turn == turn_number_ && (begun_ > 1 || !line_.empty()); }
  // Until those who step at the same time have come as far. No turn begins meanwhile; and once the first of them goes
  // on, nothing else is looked at.
  Awaitable<void> step();

 private:
  // What goes on with a coroutine that awaits.
  template <class Signature>
  using GoingOn = typename boost::asio::async_result<boost::asio::use_awaitable_t<Executor>, Signature>::handler_type;
  using Stepping = GoingOn<void()>;
  struct Waiting {
    GoingOn<void(bool)> go_on;  // whether it was granted
    SteadyTime since = std::chrono::steady_clock::now();
  };

  void turn_soon();
  void go_on_with_steps();
  void turn();
  void refuse_those_who_waited_too_long(SteadyTime now);
  Waiting next(SteadyTime now);

  Executor executor_;
  const TurnLimits& limits_;
  std::deque<Waiting> line_;  // the one who waits longest in front
  std::uint64_t turn_number_ = 0;
  std::size_t begun_ = 0;        // in this turn
  std::vector<Stepping> steps_;  // of those who have begun, in their order
  std::size_t taken_ = 0;        // of the steps
  bool will_turn_ = false;
};

}  // namespace server
