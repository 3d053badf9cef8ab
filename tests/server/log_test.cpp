#include "server/log.h"

#include <gtest/gtest.h>

#include "tests/server/logged.h"
#include "tests/server/loopback.h"

namespace server {
namespace {

using server_test::Logged;

TEST(Log, OneLineTellsOfARequest) {
  const Logged logged;
  log_access({"id1", http::verb::post, "/echo", 200, 3, 5, std::chrono::microseconds(42)});
  EXPECT_EQ("id1 POST /echo status=200 in=3 out=5 us=42\n", logged.text());
}

TEST(Log, AFailureStaysOnItsLine) {
  const Logged logged;
  log_failure("id1", "a\r\nb\x1B[0m\x7F");
  EXPECT_EQ("id1 unexpected failure: a??b?[0m?\n", logged.text());
}

TEST(Log, RequestIdsDiffer) {
  const std::string first = next_request_id();
  EXPECT_EQ(16u, first.size());
  EXPECT_NE(first, next_request_id());
}

// Nothing that a client sent is in the log: no body, no target, no header.
TEST(Log, NothingOfTheRequestIsLogged) {
  const Logged logged;
  {
    const RunningServer server(sample_router());
    for (const char* path : {"/echo", "/canary", "/echo?canary"})
      ask(server, "POST " + std::string(path) +
                      " HTTP/1.1\r\nHost: canary\r\nAuthorization: Bearer canary\r\n"
                      "Content-Type: application/json\r\nContent-Length: 8\r\n\r\n\"canary\"");
    ask(server, "canary\r\n\r\n");
  }
  EXPECT_NE(std::string::npos, logged.text().find("POST /echo status=200"));
  EXPECT_NE(std::string::npos, logged.text().find("POST - status=404"));
  EXPECT_EQ(std::string::npos, logged.text().find("canary"));
}

}  // namespace
}  // namespace server
