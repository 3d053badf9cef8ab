#include "server/stream_connection.h"

namespace server {
namespace {

class PlainConnection final : public StreamConnection<Socket> {
 public:
  PlainConnection(Socket socket, Deadlines& deadlines) : StreamConnection(deadlines, std::move(socket)) {
    boost::system::error_code ignored;
    stream().non_blocking(true, ignored);
  }

  Awaitable<bool> open() override { co_return true; }

  Awaitable<boost::system::error_code> wait() override {
    if (is_late()) co_return boost::asio::error::timed_out;
    const Deadlines::Wait wait = waiting();
    const auto [error] = co_await stream().async_wait(Socket::wait_read, as_tuple);
    co_return error;
  }

  bool sleep(std::shared_ptr<Sleeper> sleeper) override {
    if (is_late()) return false;
    stream().async_wait(Socket::wait_read, begin_sleep(std::move(sleeper)));
    return true;
  }

  Received read(std::span<char> into) override {
    Received received;
    received.bytes = stream().read_some(boost::asio::buffer(into.data(), into.size()), received.error);
    if (received.error == boost::asio::error::would_block) received.error = {};
    return received;
  }

  // What is wrong shows when the rest is written.
  std::size_t write_now(std::string_view head, std::string_view body) override {
    boost::system::error_code ignored;
    return stream().write_some(both(head, body), ignored);
  }

  Awaitable<void> end_writing() override {
    shutdown_send();
    co_return;
  }
};

}  // namespace

std::unique_ptr<Connection> plain_connection(Socket socket, Deadlines& deadlines) {
  return std::make_unique<PlainConnection>(std::move(socket), deadlines);
}

}  // namespace server
