#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "server/connection.h"

namespace server {
namespace {

namespace asio = boost::asio;

class PlainConnection final : public Connection {
 public:
  explicit PlainConnection(Stream stream) : stream_(std::move(stream)) {}

  void set_deadline(SteadyTime when) override { stream_.expires_at(when); }
  Awaitable<bool> open() override { co_return true; }

  Awaitable<Received> read_some(std::span<char> into) override {
    const auto [error, bytes] = co_await stream_.async_read_some(asio::buffer(into.data(), into.size()), as_tuple);
    co_return Received{error, bytes};
  }

  Awaitable<boost::system::error_code> write(std::string_view head, std::string_view body) override {
    const std::array<asio::const_buffer, 2> both{asio::buffer(head), asio::buffer(body)};
    const auto [error, bytes] = co_await asio::async_write(stream_, both, as_tuple);
    co_return error;
  }

  Awaitable<void> end_writing() override {
    boost::system::error_code ignored;
    stream_.socket().shutdown(asio::socket_base::shutdown_send, ignored);
    co_return;
  }

  Awaitable<std::size_t> drain_some() override { co_return co_await drain(stream_); }

  void cancel() override { stream_.cancel(); }

 private:
  Stream stream_;
};

}  // namespace

Awaitable<std::size_t> Connection::drain(Stream& stream) {
  std::array<char, 16 * 1024> nowhere;
  const auto [error, bytes] = co_await stream.async_read_some(asio::buffer(nowhere), as_tuple);
  co_return error ? 0 : bytes;
}

std::unique_ptr<Connection> plain_connection(Stream stream) {
  return std::make_unique<PlainConnection>(std::move(stream));
}

}  // namespace server
