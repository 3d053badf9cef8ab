// How long one thread's event loop lets those wait who want something of it: by that, overload is noticed. The queue
// itself is in the kernel, where nobody can count it; but a timer stands in it like every connection.
#pragma once

#include "server/asynchronous.h"

namespace server {

class LoopLag {
 public:
  // How often is looked.
  static constexpr std::chrono::milliseconds interval{10};

  explicit LoopLag(boost::asio::io_context& loop) : loop_(loop) {}
  LoopLag(const LoopLag&) = delete;
  LoopLag& operator=(const LoopLag&) = delete;

  Executor executor() { return loop_.get_executor(); }
  // What it was a moment ago. Looking costs something, so it is only looked as long as somebody asks: the first answer
  // after a rest is 0.
  std::chrono::steady_clock::duration now();

 private:
  static Awaitable<void> look(LoopLag& lag);

  boost::asio::io_context& loop_;
  std::chrono::steady_clock::duration last_{0};
  bool is_looking_ = false;
  bool was_asked_ = false;
};

}  // namespace server
