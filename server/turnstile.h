// Lets the requests of one thread begin, a few at a time. When more come than can be answered, they wait here, where
// they cost next to nothing, and not where nobody sees them; so that overload is noticed, those who are answered are
// answered soon, and what it takes to refuse the others is bounded.
#pragma once

#include <deque>
#include <memory>

#include "server/asynchronous.h"
#include "server/limits.h"

namespace server {

class Turnstile {
 public:
  Turnstile(boost::asio::io_context& loop, const TurnLimits& limits);
  ~Turnstile();
  Turnstile(const Turnstile&) = delete;
  Turnstile& operator=(const Turnstile&) = delete;

  Executor executor() const { return executor_; }
  // True: the request may begin now. False: it has to wait.
  bool lets_go();
  // Until its turn; false if it has waited too long, and is to be refused.
  Awaitable<bool> wait();

 private:
  class Waiting;

  void turn_soon();
  void turn();
  void refuse_those_who_waited_too_long(SteadyTime now);
  std::unique_ptr<Waiting> next(SteadyTime now);

  Executor executor_;
  const TurnLimits& limits_;
  std::deque<std::unique_ptr<Waiting>> line_;  // the one who waits longest in front
  std::size_t begun_ = 0;                      // in this turn of the loop
  bool will_turn_ = false;
};

}  // namespace server
