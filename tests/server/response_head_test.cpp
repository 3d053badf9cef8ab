#include "server/response_head.h"

#include <gtest/gtest.h>

namespace server {
namespace {

bool has(std::string_view head, std::string_view line) {
  return head.find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
}

TEST(ResponseHead, SaysWhatFollows) {
  const Cors nobody = Cors::listed({});
  const fhir::KeptText head =
      response_head({http::status::ok, "application/json", "{}", ""}, {"r1", "", nobody, true, false});
  EXPECT_TRUE(head.starts_with("HTTP/1.1 200 OK\r\n")) << head;
  EXPECT_TRUE(head.ends_with("\r\n\r\n")) << head;
  for (const char* line : {"Content-Type: application/json", "Content-Length: 2", "Connection: keep-alive",
                           "Cache-Control: no-store", "X-Content-Type-Options: nosniff", "X-Request-Id: r1"})
    EXPECT_TRUE(has(head, line)) << line << head;
  for (const char* absent : {"Allow", "Retry-After", "WWW-Authenticate", "Access-Control", "Vary", "Strict-Transport"})
    EXPECT_EQ(std::string::npos, head.find(absent)) << absent << head;
}

TEST(ResponseHead, NothingFollowsA204) {
  const Cors everyone = Cors::everyone();
  const fhir::KeptText head =
      response_head({http::status::no_content, "", "", ""}, {"r1", "https://a", everyone, false, true});
  EXPECT_EQ(std::string::npos, head.find("Content-Length")) << head;
  EXPECT_TRUE(has(head, "Connection: close")) << head;
  EXPECT_TRUE(has(head, "Access-Control-Allow-Origin: *")) << head;
  EXPECT_TRUE(has(head, "Access-Control-Allow-Headers: Content-Type, Authorization")) << head;
  EXPECT_EQ(std::string::npos, head.find("Vary")) << head;
  EXPECT_TRUE(has(head, "Strict-Transport-Security: max-age=31536000")) << head;
}

TEST(ResponseHead, RefusalsSayWhatToDo) {
  const Cors nobody = Cors::listed({});
  const ResponseContext context{"r1", "", nobody};
  EXPECT_TRUE(has(response_head({http::status::service_unavailable, "a/b", "x", ""}, context), "Retry-After: 1"));
  EXPECT_TRUE(has(response_head({http::status::unauthorized, "a/b", "x", ""}, context), "WWW-Authenticate: Bearer"));
  EXPECT_TRUE(has(response_head({http::status::method_not_allowed, "a/b", "x", "GET, OPTIONS"}, context),
                  "Allow: GET, OPTIONS"));
}

TEST(ResponseHead, PagesLoadFromHereOnly) {
  const Cors nobody = Cors::listed({});
  const fhir::KeptText head =
      response_head({http::status::ok, "text/html; charset=utf-8", "x", ""}, {"r1", "", nobody});
  EXPECT_NE(std::string::npos, head.find("Content-Security-Policy: default-src 'none'; script-src 'self'")) << head;
}

}  // namespace
}  // namespace server
