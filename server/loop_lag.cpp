#include "server/loop_lag.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <utility>

namespace server {

std::chrono::steady_clock::duration LoopLag::now() {
  was_asked_ = true;
  if (!std::exchange(is_looking_, true)) boost::asio::co_spawn(loop_, look(*this), boost::asio::detached);
  return last_;
}

Awaitable<void> LoopLag::look(LoopLag& lag) {
  Timer timer(lag.loop_.get_executor());
  while (std::exchange(lag.was_asked_, false)) {
    timer.expires_after(interval);
    const auto due = timer.expiry();
    const auto [error] = co_await timer.async_wait(as_tuple);
    if (error) break;
    lag.last_ = std::chrono::steady_clock::now() - due;
  }
  lag.last_ = {};
  lag.is_looking_ = false;
}

}  // namespace server
