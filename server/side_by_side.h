// Coroutines that run at the same time on one executor, and the wait for all of them.
#pragma once

#include <exception>
#include <utility>

#include "server/asynchronous.h"

namespace server {

// Must outlive what it started: whoever starts anything awaits all(), and lets nothing throw before that. So all is
// started in `begin`:
//
//   tasks.begin([&] { for (...) tasks.start(...); });
//   co_await tasks.all();
class SideBySide {
 public:
  explicit SideBySide(Executor executor) : executor_(executor), all_done_(executor, SteadyTime::max()) {}
  SideBySide(const SideBySide&) = delete;
  SideBySide& operator=(const SideBySide&) = delete;

  // What `start_some` throws is thrown by all(), once what it has started until then has ended.
  template <class StartSome>
  void begin(StartSome start_some) noexcept {
    try {
      start_some();
    } catch (...) {
      note(std::current_exception());
    }
  }
  void start(Awaitable<void> task);
  // Returns when all that was started has ended. Throws the first exception that any of them, or begin(), ended with.
  Awaitable<void> all();

 private:
  void note(std::exception_ptr failure) noexcept {
    if (failure && !failure_) failure_ = std::move(failure);
  }

  Executor executor_;
  Timer all_done_;
  std::size_t running_ = 0;
  std::exception_ptr failure_;
};

}  // namespace server
