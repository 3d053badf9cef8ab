#include "server/waiting_line.h"

namespace server {

// Leaves the line however its coroutine ends.
struct WaitingLine::Waiter {
  Waiter(WaitingLine& whole, SteadyTime deadline)
      : line(whole.line_), timer(whole.executor_, deadline), place(line.insert(line.end(), this)) {}
  ~Waiter() {
    if (!woken) line.erase(place);
  }
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  std::list<Waiter*>& line;
  Timer timer;
  std::list<Waiter*>::iterator place;
  bool woken = false;  // and no longer in the line
};

Awaitable<bool> WaitingLine::wait_until(SteadyTime deadline) {
  Waiter waiter(*this, deadline);
  co_await waiter.timer.async_wait(as_tuple);
  co_return waiter.woken;
}

void WaitingLine::wake_one() {
  if (line_.empty()) return;
  Waiter& first = *line_.front();
  line_.pop_front();
  first.woken = true;
  first.timer.cancel();
}

void WaitingLine::wake_all() {
  while (!line_.empty()) wake_one();
}

}  // namespace server
