#include "server/stream_connection.h"

namespace server {
namespace {

class PlainConnection final : public StreamConnection<Stream> {
 public:
  explicit PlainConnection(Stream stream) : StreamConnection(std::move(stream)) {}

  Awaitable<bool> open() override { co_return true; }

  Awaitable<void> end_writing() override {
    shutdown_send();
    co_return;
  }
};

}  // namespace

std::unique_ptr<Connection> plain_connection(Stream stream) {
  return std::make_unique<PlainConnection>(std::move(stream));
}

}  // namespace server
