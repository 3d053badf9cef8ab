#include "server/serve.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <csignal>
#include <future>
#include <sstream>
#include <string>
#include <thread>

#include "knowledge.h"
#include "server/healthcheck.h"

namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;

server::ServeCommand sandbox() {
  server::ServeCommand command;
  command.exposure.sandbox = true;
  command.listen.port = 0;
  command.guideline = server_test::shipped();
  return command;
}

std::string refusal_of(const server::ServeCommand& command) {
  std::ostringstream err;
  EXPECT_EQ(server::serve(command, err), 1);
  return err.str();
}

TEST(Serve, refuses_to_start_without_knowing_its_clients) {
  auto command = sandbox();
  command.exposure.sandbox = false;
  EXPECT_NE(refusal_of(command).find("--clients"), std::string::npos);
}

TEST(Serve, keeps_the_sandbox_on_this_machine) {
  auto command = sandbox();
  command.listen.address = "0.0.0.0";
  EXPECT_NE(refusal_of(command).find("loopback"), std::string::npos);
}

TEST(Serve, refuses_to_start_without_a_guideline) {
  auto command = sandbox();
  command.guideline = server_test::shipped("no-such-profile");
  EXPECT_NE(refusal_of(command).find("no-such-profile"), std::string::npos);
}

TEST(Serve, says_which_port_is_taken) {
  boost::asio::io_context context;
  const tcp::acceptor taken(context, {boost::asio::ip::address_v4::loopback(), 0});
  auto command = sandbox();
  command.listen.port = taken.local_endpoint().port();
  EXPECT_NE(refusal_of(command).find(":" + std::to_string(command.listen.port)), std::string::npos);
}

TEST(Serve, answers_until_a_signal_and_ends_well) {
  auto command = sandbox();
  {
    boost::asio::io_context context;
    command.listen.port = tcp::acceptor(context, {boost::asio::ip::address_v4::loopback(), 0}).local_endpoint().port();
  }
  std::ostringstream err;
  auto status = std::async(std::launch::async, [&] { return server::serve(command, err); });
  const auto give_up = std::chrono::steady_clock::now() + 20s;
  while (!server::is_healthy({command.listen}) && std::chrono::steady_clock::now() < give_up)
    std::this_thread::sleep_for(5ms);
  ASSERT_TRUE(server::is_healthy({command.listen})) << err.str();
  std::raise(SIGTERM);
  EXPECT_EQ(status.get(), 0);
  EXPECT_FALSE(server::is_healthy({command.listen}));
}

}  // namespace
