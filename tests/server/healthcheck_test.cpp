#include "server/healthcheck.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <string>
#include <thread>

namespace {

namespace asio = boost::asio;

// Listens on a port of its own, and gives one caller this answer.
class OneAnswer {
 public:
  explicit OneAnswer(std::string answer)
      : acceptor_(context_, {asio::ip::address_v4::loopback(), 0}), thread_([this, answer = std::move(answer)] {
          auto socket = acceptor_.accept();
          asio::read_until(socket, asio::dynamic_buffer(request_), "\r\n\r\n");
          asio::write(socket, asio::buffer(answer));
        }) {}
  ~OneAnswer() { join(); }

  server::ListenAddress address() const { return {"127.0.0.1", acceptor_.local_endpoint().port()}; }
  const std::string& request() {
    join();
    return request_;
  }

 private:
  void join() {
    if (thread_.joinable()) thread_.join();
  }

  asio::io_context context_;
  asio::ip::tcp::acceptor acceptor_;
  std::string request_;
  std::thread thread_;
};

TEST(Healthcheck, asks_for_discovery) {
  OneAnswer server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
  EXPECT_TRUE(server::is_healthy({server.address()}));
  EXPECT_EQ(server.request().substr(0, 26), "GET /cds-services HTTP/1.1");
}

TEST(Healthcheck, a_server_that_asks_who_we_are_or_is_busy_has_started) {
  for (const char* status : {"401 Unauthorized", "503 Service Unavailable"}) {
    OneAnswer server("HTTP/1.1 " + std::string(status) + "\r\nContent-Length: 0\r\n\r\n");
    EXPECT_TRUE(server::is_healthy({server.address()})) << status;
  }
}

TEST(Healthcheck, fails_for_any_other_answer) {
  OneAnswer other("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  EXPECT_FALSE(server::is_healthy({other.address()}));
  OneAnswer rubbish("hello\r\n\r\n");
  EXPECT_FALSE(server::is_healthy({rubbish.address()}));
}

TEST(Healthcheck, fails_if_nobody_listens) {
  server::ListenAddress address;
  {
    asio::io_context context;
    address.port = asio::ip::tcp::acceptor(context, {asio::ip::address_v4::loopback(), 0}).local_endpoint().port();
  }
  EXPECT_FALSE(server::is_healthy({address}));
}

}  // namespace
