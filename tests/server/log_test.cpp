#include "server/log.h"

#include <gtest/gtest.h>

#include "server/utc_text.h"
#include "tests/server/logged.h"
#include "tests/server/loopback.h"
#include "tests/server/parsed.h"

namespace server {
namespace {

using server_test::Logged;
using server_test::Parsed;

TEST(Log, OneLineTellsOfARequest) {
  const Logged logged;
  log_access({"id1", "", "ehr", http::verb::post, "/echo", 200, 3, 5, std::chrono::microseconds(1042)});
  const std::string text = logged.text();
  EXPECT_EQ(text.find('\n'), text.size() - 1);
  EXPECT_EQ(text.substr(text.find(",\"level\"")),
            ",\"level\":\"info\",\"event\":\"request\",\"request_id\":\"id1\",\"client\":\"ehr\",\"method\":\"POST\","
            "\"route\":\"/echo\",\"status\":200,\"bytes_in\":3,\"bytes_out\":5,\"duration_ms\":1.042}\n");
  const Parsed line(text);
  EXPECT_EQ(line.json()["ts"].text().size(), std::string_view("2026-11-26T09:30:00.000Z").size());
}

TEST(Log, TimesAreInUtcAndOfOneLength) {
  using namespace std::chrono_literals;
  EXPECT_EQ(utc_text(std::chrono::system_clock::time_point(1779219844s + 7ms)), "2026-05-19T19:44:04.007Z");
  EXPECT_EQ(utc_text(std::chrono::system_clock::time_point()), "1970-01-01T00:00:00.000Z");
}

TEST(Log, AFailureStaysOnItsLine) {
  const Logged logged;
  log_failure("id1", "a\r\nb\x1B[0m\"}");
  const std::string text = logged.text();
  EXPECT_EQ(text.find('\n'), text.size() - 1);
  EXPECT_EQ(text.find('\x1B'), std::string::npos);
  const Parsed line(text);
  EXPECT_EQ(line.json()["event"].text(), "unexpected-failure");
  EXPECT_EQ(line.json()["detail"].text(), "a\r\nb\x1B[0m\"}");
}

// Nothing that a client sent is in the log: no body, no target, no header.
TEST(Log, NothingOfTheRequestIsLogged) {
  const Logged logged;
  {
    const RunningServer server(sample_router());
    for (const char* path : {"/echo", "/canary", "/echo?canary"})
      ask(server, "POST " + std::string(path) +
                      " HTTP/1.1\r\nHost: canary\r\nAuthorization: Bearer canary\r\ntraceparent: canary\r\n"
                      "Content-Type: application/json\r\nContent-Length: 8\r\n\r\n\"canary\"");
    ask(server, "canary\r\n\r\n");
  }
  EXPECT_NE(std::string::npos, logged.text().find(R"("route":"/echo","status":200)"));
  EXPECT_NE(std::string::npos, logged.text().find(R"("route":"-","status":404)"));
  EXPECT_EQ(std::string::npos, logged.text().find("canary"));
}

}  // namespace
}  // namespace server
