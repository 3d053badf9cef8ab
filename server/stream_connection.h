// What a plain connection and one over TLS have in common: all but how they begin and end. Internal to the two.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <utility>

#include "server/connection.h"

namespace server {

template <class AnyStream>
class StreamConnection : public Connection {
 public:
  void set_deadline(SteadyTime when) override { tcp().expires_at(when); }

  Awaitable<Received> read_some(std::span<char> into) override {
    const auto [error, bytes] =
        co_await stream_.async_read_some(boost::asio::buffer(into.data(), into.size()), as_tuple);
    co_return Received{error, bytes};
  }

  Awaitable<boost::system::error_code> write(std::string_view head, std::string_view body) override {
    const std::array<boost::asio::const_buffer, 2> both{boost::asio::buffer(head), boost::asio::buffer(body)};
    const auto [error, bytes] = co_await boost::asio::async_write(stream_, both, as_tuple);
    co_return error;
  }

  // From the socket itself: what comes now is not worth being decrypted.
  Awaitable<std::size_t> drain_some() override {
    std::array<char, 16 * 1024> nowhere;
    const auto [error, bytes] = co_await tcp().async_read_some(boost::asio::buffer(nowhere), as_tuple);
    co_return error ? 0 : bytes;
  }

  void cancel() override { tcp().cancel(); }

 protected:
  template <class... Arguments>
  explicit StreamConnection(Arguments&&... arguments) : stream_(std::forward<Arguments>(arguments)...) {}

  AnyStream& stream() { return stream_; }
  Stream& tcp() { return boost::beast::get_lowest_layer(stream_); }
  void shutdown_send() {
    boost::system::error_code ignored;
    tcp().socket().shutdown(boost::asio::socket_base::shutdown_send, ignored);
  }

 private:
  AnyStream stream_;
};

}  // namespace server
