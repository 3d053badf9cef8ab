#include "server/https_client.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "run_coroutine.h"
#include "scripted_server.h"

namespace {

using namespace std::chrono_literals;
using server::NoResponse;
using server_test::http_response;
using server_test::ScriptedServer;
using Answer = ScriptedServer::Answer;

ScriptedServer::Script always(std::string bytes, bool closes = false) {
  return [bytes = std::move(bytes), closes](const std::string&) { return Answer{bytes, closes}; };
}

class HttpsClient : public testing::Test {
 protected:
  HttpsClient() { limit(server::OutboundLimits{}); }
  ~HttpsClient() override { end(); }

  void limit(server::OutboundLimits limits) {
    end();
    loop_ = std::make_unique<boost::asio::io_context>(1);
    client_ = std::make_unique<server::HttpsClient>(loop_->get_executor(), limits);
  }
  // As Outbound does it.
  void end() {
    if (client_) client_->close();
    loop_.reset();
    client_.reset();
  }

  server::OutboundResult<server::OutboundResponse> get(const std::string& url, std::chrono::milliseconds time = 10s) {
    server::OutboundRequest request;
    request.url = *server::parse_url(url);
    request.authorization = "Bearer canary";
    request.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    return server_test::run_on(*loop_, client_->exchange(request, std::chrono::steady_clock::now() + time));
  }

  std::unique_ptr<boost::asio::io_context> loop_;
  std::unique_ptr<server::HttpsClient> client_;
};

TEST_F(HttpsClient, asks_and_gives_the_answer) {
  ScriptedServer other(always(http_response(200, "{}")));
  const auto response = get(other.url("/fhir/Patient/1?_format=json"));
  ASSERT_TRUE(response.has_value());
  EXPECT_EQ(response->status, 200U);
  EXPECT_EQ(response->body, "{}");
  const std::string request = other.requests().at(0);
  EXPECT_TRUE(request.starts_with("GET /fhir/Patient/1?_format=json HTTP/1.1\r\n")) << request;
  for (const char* header :
       {"Host: 127.0.0.1:", "Accept: application/fhir+json\r\n", "Accept-Encoding: gzip\r\n",
        "Authorization: Bearer canary\r\n", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n"})
    EXPECT_NE(request.find(header), std::string::npos) << header << request;
}

TEST_F(HttpsClient, keeps_the_connection) {
  ScriptedServer other(always(http_response(404, "no")));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(get(other.url())->status, 404U);
  EXPECT_EQ(other.connection_count(), 1U);
}

TEST_F(HttpsClient, keeps_no_connection_that_the_other_side_ends) {
  ScriptedServer other(always(http_response(200, "{}", "Connection: close\r\n"), true));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(get(other.url()).has_value());
  EXPECT_EQ(other.connection_count(), 3U);
}

TEST_F(HttpsClient, replaces_a_kept_connection_that_died_once) {
  std::atomic<int> count{0};
  // The second request on a connection gets its end for an answer.
  ScriptedServer other([&](const std::string&) {
    return ++count == 2 ? Answer{"", true} : Answer{http_response(200, std::to_string(count)), false};
  });
  EXPECT_EQ(get(other.url())->body, "1");
  EXPECT_EQ(get(other.url())->body, "3");
  EXPECT_EQ(other.connection_count(), 2U);
}

TEST_F(HttpsClient, does_not_ask_again_where_an_answer_had_begun_or_the_connection_was_new) {
  ScriptedServer silent(always("", true));
  EXPECT_EQ(get(silent.url()).error(), NoResponse::unreachable);
  EXPECT_EQ(silent.requests().size(), 1U);

  std::atomic<int> count{0};
  ScriptedServer half([&](const std::string&) {
    return ++count == 1 ? Answer{http_response(200, "{}"), false}
                        : Answer{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", true};
  });
  EXPECT_TRUE(get(half.url()).has_value());
  EXPECT_EQ(get(half.url()).error(), NoResponse::unreachable);
  EXPECT_EQ(half.requests().size(), 2U);
}

TEST_F(HttpsClient, does_not_take_an_interim_response_for_the_answer) {
  for (const char* interim : {"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n"}) {
    ScriptedServer other(always(interim + http_response(200, "{}")));
    EXPECT_EQ(get(other.url())->body, "{}");
    ScriptedServer late([&](const std::string&) { return Answer{interim, false, http_response(200, "{}")}; });
    EXPECT_EQ(get(late.url())->body, "{}");
    ScriptedServer never(always(interim));
    EXPECT_EQ(get(never.url(), 50ms).error(), NoResponse::timeout);
  }
  ScriptedServer endless(
      always("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 "
             "Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" +
             http_response(200, "{}")));
  EXPECT_EQ(get(endless.url()).error(), NoResponse::garbled);
}

TEST_F(HttpsClient, keeps_no_connection_on_which_more_comes_than_the_answer) {
  ScriptedServer other(always(http_response(200, "{}") + http_response(200, "[]")));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(get(other.url())->body, "{}");
  EXPECT_EQ(other.connection_count(), 2U);
}

TEST_F(HttpsClient, ends_at_the_deadline) {
  ScriptedServer hangs(always(""));
  EXPECT_EQ(get(hangs.url(), 50ms).error(), NoResponse::timeout);
  ScriptedServer stops(always("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"));
  EXPECT_EQ(get(stops.url(), 50ms).error(), NoResponse::timeout);
}

TEST_F(HttpsClient, reads_no_more_than_its_limits) {
  server::OutboundLimits limits;
  limits.response_bytes = 1000;
  limit(limits);
  ScriptedServer fits(always(http_response(200, std::string(1000, 'x'))));
  EXPECT_TRUE(get(fits.url()).has_value());
  ScriptedServer told(always(http_response(200, std::string(1001, 'x'))));
  EXPECT_EQ(get(told.url()).error(), NoResponse::too_large);
  ScriptedServer chunked(always("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" +
                                std::string(1001, 'x') + "\r\n0\r\n\r\n"));
  EXPECT_EQ(get(chunked.url()).error(), NoResponse::too_large);
  ScriptedServer headers(always(http_response(200, "", "X: " + std::string(20'000, 'x') + "\r\n")));
  EXPECT_EQ(get(headers.url()).error(), NoResponse::too_large);
  ScriptedServer trailer(
      always("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n"));
  EXPECT_FALSE(get(trailer.url()).has_value());
}

TEST_F(HttpsClient, takes_only_http_for_an_answer) {
  ScriptedServer other(always("220 ready\r\n"));
  EXPECT_EQ(get(other.url()).error(), NoResponse::garbled);
  ScriptedServer encoded(always(http_response(200, "x", "Content-Encoding: br\r\n")));
  EXPECT_EQ(get(encoded.url()).error(), NoResponse::garbled);
  ScriptedServer bomb(always(http_response(200, "not gzip", "Content-Encoding: gzip\r\n")));
  EXPECT_EQ(get(bomb.url()).error(), NoResponse::garbled);
}

TEST_F(HttpsClient, follows_no_redirect) {
  ScriptedServer target(always(http_response(200, "{}")));
  ScriptedServer other(always(http_response(302, "", "Location: " + target.url() + "\r\n")));
  EXPECT_EQ(get(other.url())->status, 302U);
  EXPECT_TRUE(target.requests().empty());
}

TEST_F(HttpsClient, says_what_cannot_be_reached) {
  std::string url;
  {
    ScriptedServer gone(always(""));
    url = gone.url();
  }
  EXPECT_EQ(get(url).error(), NoResponse::unreachable);
  EXPECT_EQ(get("http://no-such-host.invalid/").error(), NoResponse::unreachable);
}

TEST_F(HttpsClient, never_connects_to_some_addresses) {
  for (const char* url : {"http://169.254.169.254/latest/meta-data", "http://0.0.0.0/", "http://[fe80::1]/"})
    EXPECT_EQ(get(url).error(), NoResponse::forbidden_address) << url;
}

TEST_F(HttpsClient, waits_for_a_connection_where_all_are_in_use) {
  server::OutboundLimits limits;
  limits.connections_per_origin = 1;
  limit(limits);
  ScriptedServer hangs(always(""));
  server::OutboundRequest request;
  request.url = *server::parse_url(hangs.url());
  const auto now = std::chrono::steady_clock::now();
  boost::asio::co_spawn(*loop_, client_->exchange(request, now + 10s), [](auto&&...) {});
  EXPECT_EQ(server_test::run_on(*loop_, client_->exchange(request, now + 50ms)).error(), NoResponse::busy);
  EXPECT_EQ(hangs.connection_count(), 1U);
}

TEST_F(HttpsClient, resolves_names) {
  ScriptedServer other(always(http_response(200, "{}")));
  std::string url = other.url();
  url.replace(url.find("127.0.0.1"), 9, "localhost");
  EXPECT_TRUE(get(url).has_value());
  EXPECT_NE(other.requests().at(0).find("Host: localhost:"), std::string::npos);
}

}  // namespace
