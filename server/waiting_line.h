// Coroutines of one executor that wait for something to change, each until its own deadline.
#pragma once

#include <list>

#include "server/asynchronous.h"

namespace server {

class WaitingLine {
 public:
  explicit WaitingLine(Executor executor) : executor_(std::move(executor)) {}
  WaitingLine(const WaitingLine&) = delete;
  WaitingLine& operator=(const WaitingLine&) = delete;

  // True once woken, false if the deadline came first. First come, first woken.
  Awaitable<bool> wait_until(SteadyTime deadline);
  void wake_one();
  void wake_all();
  bool is_empty() const { return line_.empty(); }

 private:
  struct Waiter;
  Executor executor_;
  std::list<Waiter*> line_;
};

}  // namespace server
