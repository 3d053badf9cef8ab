// Coroutines that run at the same time on one executor, and the wait for all of them.
#pragma once

#include <exception>
#include <utility>

#include "server/asynchronous.h"

namespace server {

// Must outlive what it started: whoever starts anything awaits all().
class SideBySide {
 public:
  explicit SideBySide(Executor executor) : executor_(executor), all_done_(executor, SteadyTime::max()) {}
  SideBySide(const SideBySide&) = delete;
  SideBySide& operator=(const SideBySide&) = delete;

  void start(Awaitable<void> task);
  // Returns when all that was started has ended. Throws the first exception that any of them ended with.
  Awaitable<void> all();

 private:
  Executor executor_;
  Timer all_done_;
  std::size_t running_ = 0;
  std::exception_ptr failure_;
};

}  // namespace server
