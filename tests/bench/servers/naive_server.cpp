// The service as one would write it after the examples of Beast and RapidJSON: what all the care is measured by.
//
//   naive_server PORT
#include <spdlog/spdlog.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <cstdlib>
#include <iostream>

#include "tests/bench/servers/naive_answer.h"

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using namespace std::chrono_literals;

using Stream =
    beast::tcp_stream::rebind_executor<asio::use_awaitable_t<>::executor_with_default<asio::any_io_executor>>::other;

http::response<http::string_body> answer_to(const http::request<http::string_body>& request) {
  http::response<http::string_body> response{http::status::ok, request.version()};
  response.set(http::field::content_type, "application/json");
  response.keep_alive(request.keep_alive());
  try {
    response.body() = bench::naive_answer(request.body());
  } catch (const std::exception& failure) {
    response.result(http::status::bad_request);
    response.body() = failure.what();
  }
  response.prepare_payload();
  return response;
}

asio::awaitable<void> serve(Stream stream) {
  beast::flat_buffer buffer;
  try {
    for (;;) {
      stream.expires_after(30s);
      http::request<http::string_body> request;
      co_await http::async_read(stream, buffer, request);
      auto response = answer_to(request);
      spdlog::info("{} {} {} {} {}", std::string(request.method_string()), std::string(request.target()),
                   response.result_int(), request.body().size(), response.body().size());
      co_await http::async_write(stream, response);
      if (!response.keep_alive()) break;
    }
  } catch (const boost::system::system_error&) {
    co_return;  // the client has gone
  }
  beast::error_code ignored;
  stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
}

asio::awaitable<void> accept_all(tcp::endpoint endpoint) {
  auto acceptor = asio::use_awaitable_t<>::as_default_on(tcp::acceptor(co_await asio::this_coro::executor, endpoint));
  for (;;) asio::co_spawn(acceptor.get_executor(), serve(Stream(co_await acceptor.async_accept())), asio::detached);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return std::cerr << "usage: naive_server PORT\n", 2;
  asio::io_context loop(1);
  const tcp::endpoint endpoint{asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(std::atoi(arguments[1]))};
  asio::co_spawn(loop, accept_all(endpoint), asio::detached);
  loop.run();
}
