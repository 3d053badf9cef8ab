#include "server/side_by_side.h"

#include <boost/asio/co_spawn.hpp>

namespace server {

void SideBySide::start(Awaitable<void> task) {
  boost::asio::co_spawn(executor_, std::move(task), [this](std::exception_ptr failure) {
    note(std::move(failure));
    if (--running_ == 0) all_done_.cancel();
  });
  ++running_;  // not before it runs: none of them ends within this
}

Awaitable<void> SideBySide::all() {
  if (running_ > 0) co_await all_done_.async_wait(as_tuple);
  if (failure_) std::rethrow_exception(failure_);
}

}  // namespace server
