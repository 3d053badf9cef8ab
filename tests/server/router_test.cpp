#include "server/router.h"

#include <gtest/gtest.h>

#include "tests/server/loopback.h"

namespace server {
namespace {

struct Found {
  std::string route;
  unsigned status = 0;
  std::string allow;
};

Found find(http::verb method, std::string_view path, const char* type = "", const char* encoding = "") {
  static const Router router = sample_router();
  HeaderFields headers;
  if (*type != 0) headers.set(http::field::content_type, type);
  if (*encoding != 0) headers.set(http::field::content_encoding, encoding);
  HttpRequest request;
  request.method = method;
  request.path = path;
  request.headers = &headers;
  HttpResponse refused;
  if (const Route* route = router.find(request, refused)) return {route->path, 0, ""};
  return {"", static_cast<unsigned>(refused.status), refused.allow};
}

std::string path_of(std::string_view target) {
  std::string buffer;
  return std::string(split_target(target, buffer).path);
}

TEST(Router, FindsByMethodAndPath) {
  EXPECT_EQ("/hello", find(http::verb::get, "/hello").route);
  EXPECT_EQ("/hello", find(http::verb::head, "/hello").route);
  EXPECT_EQ("/echo", find(http::verb::post, "/echo", "application/json").route);
}

TEST(Router, AnUnknownPathIs404AndAWrongMethod405WithAllow) {
  EXPECT_EQ(404u, find(http::verb::get, "/none").status);
  EXPECT_EQ(404u, find(http::verb::get, "").status);
  const Found wrong = find(http::verb::delete_, "/echo");
  EXPECT_EQ(405u, wrong.status);
  EXPECT_EQ("POST, OPTIONS", wrong.allow);
  EXPECT_EQ(405u, find(http::verb::head, "/echo").status);
}

TEST(Router, APreflightIsAnsweredWhereThereIsSomething) {
  EXPECT_EQ(204u, find(http::verb::options, "/echo").status);
  EXPECT_EQ(404u, find(http::verb::options, "/none").status);
}

TEST(Router, JsonComesUnderItsNames) {
  for (const char* type : {"application/json", "Application/JSON; charset=utf-8", "application/fhir+json",
                           "application/json ;a=b; Charset = \"UTF-8\"", "application/json;"})
    EXPECT_EQ("/echo", find(http::verb::post, "/echo", type).route) << type;
  for (const char* type : {"", "text/plain", "application/jsonx", "json", "+json", "application/xml;+json",
                           "application/json; charset=utf-16", "application/json;a=b;Charset=ISO-8859-1",
                           "application/fhir+json; charset=\"latin1\"", "application/json;charset"})
    EXPECT_EQ(415u, find(http::verb::post, "/echo", type).status) << type;
}

TEST(Router, CompressedBodiesAreNotRead) {
  EXPECT_EQ(415u, find(http::verb::post, "/echo", "application/json", "gzip").status);
  EXPECT_EQ("/echo", find(http::verb::post, "/echo", "application/json", "Identity").route);
}

TEST(Router, TakesTargetsAsClientsPutThemTogether) {
  EXPECT_EQ("/cds-services", path_of("//cds-services/"));
  EXPECT_EQ("/a/b", path_of("/a///b//?x=/y/"));
  EXPECT_EQ("/a", path_of("http://host:80/a#part"));
  EXPECT_EQ("/", path_of("http://host?x=/a"));
  EXPECT_EQ("/", path_of("https://host"));
  EXPECT_EQ("/", path_of("/"));
  EXPECT_EQ("", path_of("*"));
  EXPECT_EQ("/a/%2e%2e/b", path_of("/a/%2e%2e/b"));
}

TEST(Router, KeepsTheQueryApart) {
  std::string buffer;
  EXPECT_EQ("x=1", split_target("/a?x=1", buffer).query);
  EXPECT_EQ("", split_target("/a", buffer).query);
}

}  // namespace
}  // namespace server
