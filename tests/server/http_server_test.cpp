#include "server/http_server.h"

#include <gtest/gtest.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "tests/server/loopback.h"

namespace server {
namespace {

constexpr std::string_view get_hello = "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

bool is_hello(const std::string& answer) { return answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("hello"); }

TEST(HttpServer, RefusesWhatItCannotListenOn) {
  HttpServer server({}, {});
  EXPECT_EQ(fhir::IssueType::value, server.listen("nowhere", 0).error().code);
  HttpServer first({}, {});
  ASSERT_TRUE(first.listen("127.0.0.1", 0));
  EXPECT_EQ(fhir::IssueType::transient, server.listen("127.0.0.1", first.port()).error().code);
}

TEST(HttpServer, ServesManyClientsOnSeveralThreads) {
  const RunningServer server(sample_router(), {}, 2);
  std::vector<std::future<int>> clients;
  for (int i = 0; i < 8; ++i)
    clients.push_back(std::async(std::launch::async, [&server] {
      int good = 0;
      for (int n = 0; n < 20; ++n) good += is_hello(ask(server, get_hello));
      return good;
    }));
  for (auto& client : clients) EXPECT_EQ(20, client.get());
}

TEST(HttpServer, TellsWhatIsMoreThanItsConnectionsToComeAgainAndGetsThemBack) {
  HttpLimits limits;
  limits.connections = 1;
  const RunningServer server(sample_router(), limits);
  {
    LoopbackClient first(server.port());
    first.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(first.read_until("hello").starts_with("HTTP/1.1 200 "));
    const std::string refused = ask(server, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(refused.starts_with("HTTP/1.1 503 ")) << refused;
    EXPECT_NE(std::string::npos, refused.find("\r\nRetry-After: 1\r\n")) << refused;
    EXPECT_NE(std::string::npos, refused.find("\r\nConnection: close\r\n")) << refused;
  }
  bool served = false;  // as soon as the end of the first is noticed
  for (int i = 0; i < 10'000 && !served; ++i) served = is_hello(ask(server, get_hello));
  EXPECT_TRUE(served);
}

TEST(HttpServer, LetsGoWhoSaysNothingWhereOthersWantIn) {
  HttpLimits limits;
  limits.connections = 2;
  const RunningServer server(sample_router(), limits);
  LoopbackClient silent(server.port()), also_silent(server.port());
  bool served = false;
  for (int i = 0; i < 10'000 && !served; ++i) served = is_hello(ask(server, get_hello));
  EXPECT_TRUE(served);
  EXPECT_EQ("", silent.read_to_end());
}

TEST(HttpServer, ClosesWhatIsMoreThanItCanTellSo) {
  HttpLimits limits;
  limits.connections = 0;
  limits.refused_connections = 1;
  const RunningServer server(sample_router(), limits);
  LoopbackClient told(server.port());
  EXPECT_EQ("", LoopbackClient(server.port()).read_to_end());
  told.send(get_hello);
  EXPECT_TRUE(told.read_to_end().starts_with("HTTP/1.1 503 "));
}

TEST(HttpServer, StopEndsIdleConnectionsAndAcceptsNoMore) {
  RunningServer server(sample_router(), {}, 2);
  LoopbackClient client(server.port());
  client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(client.read_until("hello").starts_with("HTTP/1.1 200 "));
  server.stop();
  EXPECT_EQ("", client.read_to_end());
  EXPECT_FALSE(LoopbackClient(server.port()).connected());
}

// Handlers that tell when they have begun, and wait to be let go.
struct Gate {
  std::promise<void> begun;
  std::atomic<bool> open{false};
};

Reply wait_at(Gate* gate) {
  gate->begun.set_value();
  using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                  boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;
  Timer timer(co_await boost::asio::this_coro::executor);
  while (!gate->open) {
    timer.expires_after(std::chrono::milliseconds(1));
    co_await timer.async_wait(boost::asio::use_awaitable_t<Executor>{});
  }
  co_return HttpResponse{http::status::ok, "application/json", "waited", ""};
}

Router gated_router(Gate& gate) {
  Router router;
  router.add(http::verb::get, "/wait", Body::none, [&gate](HttpRequest&) { return wait_at(&gate); });
  return router;
}

TEST(HttpServer, StopLetsACallUnderWayFinish) {
  Gate gate;
  RunningServer server(gated_router(gate));
  LoopbackClient client(server.port());
  client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
  gate.begun.get_future().wait();
  server.begin_stop();
  gate.open = true;
  EXPECT_TRUE(client.read_to_end().ends_with("waited"));
}

TEST(HttpServer, StopWaitsNoLongerThanTheDrain) {
  Gate gate;
  HttpLimits limits;
  limits.drain = std::chrono::milliseconds(0);
  std::optional<LoopbackClient> left;
  {
    const RunningServer server(gated_router(gate), limits);
    left.emplace(server.port());
    left->send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
    gate.begun.get_future().wait();
  }
  EXPECT_EQ("", left->read_to_end());
}

// Whoever waits is held by what it waits for, and ends with it.
TEST(HttpServer, StopAtOnceEndsConnectionsThatWait) {
  auto server = std::make_unique<RunningServer>(sample_router());
  LoopbackClient silent(server->port()), answered(server->port());  // the silent one is let in first
  answered.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(answered.read_until("hello").starts_with("HTTP/1.1 200 "));
  server->stop_at_once();
  server.reset();
  EXPECT_EQ("", answered.read_to_end());
  EXPECT_EQ("", silent.read_to_end());
}

TEST(HttpServer, StopBeforeRunIsAStop) {
  HttpServer server({}, {});
  ASSERT_TRUE(server.listen("127.0.0.1", 0));
  server.stop();
  server.run();
  EXPECT_FALSE(LoopbackClient(server.port()).connected());
}

}  // namespace
}  // namespace server
