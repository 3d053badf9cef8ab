#include "server/healthcheck.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <chrono>

namespace server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::chrono::seconds patience{2};

asio::awaitable<bool> answers(asio::ip::tcp::endpoint endpoint) {
  beast::tcp_stream stream(co_await asio::this_coro::executor);
  stream.expires_after(patience);
  co_await stream.async_connect(endpoint, asio::use_awaitable);
  http::request<http::empty_body> request(http::verb::get, "/cds-services", 11);
  request.set(http::field::host, "localhost");
  request.set(http::field::connection, "close");
  co_await http::async_write(stream, request, asio::use_awaitable);
  beast::flat_buffer buffer;
  http::response<http::string_body> response;
  co_await http::async_read(stream, buffer, response, asio::use_awaitable);
  co_return response.result() == http::status::ok;
}

}  // namespace

bool is_healthy(const ListenAddress& server) {
  const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(server.address), server.port);
  asio::io_context context(1);
  bool healthy = false;
  // A failure to connect or to read comes as the exception: then it is not healthy.
  asio::co_spawn(context, answers(endpoint),
                 [&healthy](std::exception_ptr failure, bool answered) { healthy = !failure && answered; });
  context.run();
  return healthy;
}

}  // namespace server
