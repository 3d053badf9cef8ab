// What a plain connection and one over TLS have in common. Internal to the two.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "server/connection.h"

namespace server {

template <class Stream>
class StreamConnection : public Connection, private Deadlines::Waiter {
 public:
  void set_deadline(SteadyTime when) override { expect_by(when); }

  Awaitable<boost::system::error_code> write(std::string_view head, std::string_view body) override {
    if (is_late()) co_return boost::asio::error::timed_out;
    const Deadlines::Wait wait = waiting();
    const auto [error, bytes] = co_await boost::asio::async_write(stream_, both(head, body), as_tuple);
    co_return error;
  }

  // From the socket itself: what comes now is not worth being decrypted.
  Awaitable<std::size_t> drain_some() override {
    if (is_late()) co_return 0;
    const Deadlines::Wait wait = waiting();
    std::array<char, 16 * 1024> nowhere;
    const auto [error, bytes] = co_await tcp().async_read_some(boost::asio::buffer(nowhere), as_tuple);
    co_return error ? 0 : bytes;
  }

  void cancel() override {
    boost::system::error_code ignored;
    tcp().cancel(ignored);
  }

 protected:
  template <class... Arguments>
  explicit StreamConnection(Deadlines& deadlines, Arguments&&... arguments)
      : deadlines_(deadlines), stream_(std::forward<Arguments>(arguments)...) {}

  using Deadlines::Waiter::is_late;
  Deadlines::Wait waiting() { return Deadlines::Wait(deadlines_, *this); }
  // Begins to sleep, within the deadline; what it gives is to be called at the end.
  auto begin_sleep(std::shared_ptr<Sleeper> sleeper) {
    sleeping_.emplace(deadlines_, static_cast<Deadlines::Waiter&>(*this));
    return [this, sleeper = std::move(sleeper)](boost::system::error_code error) {
      sleeping_.reset();
      sleeper->wake(error);
    };
  }

  static std::array<boost::asio::const_buffer, 2> both(std::string_view head, std::string_view body) {
    return {boost::asio::buffer(head), boost::asio::buffer(body)};
  }

  Stream& stream() { return stream_; }
  Socket& tcp() {
    if constexpr (std::is_same_v<Stream, Socket>)
      return stream_;
    else
      return stream_.next_layer();
  }
  void shutdown_send() {
    boost::system::error_code ignored;
    tcp().shutdown(boost::asio::socket_base::shutdown_send, ignored);
  }

 private:
  void give_up() override { cancel(); }

  Deadlines& deadlines_;
  Stream stream_;
  std::optional<Deadlines::Wait> sleeping_;
};

}  // namespace server
