// Who calls is asked before the body is read, and pages of listed origins alone can read the answers.
#include <gtest/gtest.h>

#include "tests/server/http_text.h"
#include "tests/server/loopback.h"

namespace server {
namespace {

Awaitable<std::optional<HttpResponse>> only_with_a_key(HttpRequest& request) {
  if ((*request.headers)["X-Key"] == "right") co_return std::nullopt;
  if ((*request.headers)["X-Key"] == "fails") throw std::runtime_error("secret");
  co_return HttpResponse{http::status::unauthorized, "application/json", "who?", ""};
}

Site guarded_site() {
  Site site;
  site.router = sample_router();
  site.guard = only_with_a_key;
  site.cors = Cors::listed({"https://ehr.example.org"});
  return site;
}

TEST(HttpSessionGuard, WhoCallsIsAskedBeforeTheBodyIsRead) {
  const RunningServer server(guarded_site(), {});
  LoopbackClient client(server.port());
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2000000\r\n\r\n");
  const std::string answer = client.read_until("who?");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 401 ")) << answer;
  EXPECT_TRUE(has(answer, "\r\nWWW-Authenticate: Bearer\r\n")) << answer;
  EXPECT_TRUE(has(ask(server, post("12", "X-Key: right\r\n")), "[12]"));
}

TEST(HttpSessionGuard, NoBodyIsAskedForThatNobodyWillRead) {
  const RunningServer server(guarded_site(), {});
  LoopbackClient client(server.port());
  client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
      "Content-Length: 2\r\n\r\n");
  EXPECT_TRUE(client.read_to_end().starts_with("HTTP/1.1 401 "));
}

TEST(HttpSessionGuard, TheConnectionOutlivesARefusalWhoseBodyIsKnown) {
  const RunningServer server(guarded_site(), {});
  for (const std::string more : {"", "X-Key: fails\r\n"}) {
    const std::string answers = ask(server, post("12", more) + post("34", "X-Key: right\r\n"));
    EXPECT_EQ(2u, times(answers, "HTTP/1.1 ")) << answers;
    EXPECT_TRUE(answers.ends_with("[34]")) << answers;
    EXPECT_FALSE(has(answers, "secret")) << answers;
  }
}

TEST(HttpSessionGuard, APreflightNeedsNoKeyAndTellsListedOriginsOnly) {
  const RunningServer server(guarded_site(), {});
  const auto preflight = [&](const std::string& origin) {
    return ask(server, "OPTIONS /echo HTTP/1.1\r\nHost: a\r\nOrigin: " + origin + "\r\n\r\n");
  };
  const std::string listed = preflight("https://ehr.example.org");
  EXPECT_TRUE(listed.starts_with("HTTP/1.1 204 ")) << listed;
  EXPECT_TRUE(has(listed, "\r\nAccess-Control-Allow-Origin: https://ehr.example.org\r\n")) << listed;
  EXPECT_TRUE(has(listed, "\r\nVary: Origin\r\n")) << listed;
  for (const char* origin : {"https://ehr.example.org.evil.com", "http://ehr.example.org", "null", ""})
    EXPECT_FALSE(has(preflight(origin), "Access-Control")) << origin;
}

TEST(HttpSessionGuard, RefusalsCanBeReadByListedOriginsToo) {
  const RunningServer server(guarded_site(), {});
  const std::string answer = ask(server, post("1", "Origin: https://ehr.example.org\r\n"));
  EXPECT_TRUE(has(answer, "401 ") && has(answer, "Access-Control-Allow-Origin: https://ehr.example.org")) << answer;
}

}  // namespace
}  // namespace server
