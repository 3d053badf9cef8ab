// One connection: what is answered, in which order, and what ends it.
#include <gtest/gtest.h>

#include "tests/server/http_text.h"
#include "tests/server/loopback.h"

namespace server {
namespace {

constexpr std::string_view get_hello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

TEST(HttpSession, AnswersAClientThatHasFinishedSending) {
  const RunningServer server(sample_router());
  const std::string answer = ask(server, post("12"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n[12]")) << answer;
  EXPECT_TRUE(has(answer, "Access-Control-Allow-Origin: *\r\n")) << answer;
}

TEST(HttpSession, AnswersPipelinedRequestsInOrder) {
  const RunningServer server(sample_router());
  std::string requests;
  for (int i = 100; i < 200; ++i) requests += post(std::to_string(i));
  const std::string answers = ask(server, requests);
  EXPECT_EQ(100u, times(answers, "HTTP/1.1 200 "));
  std::size_t at = 0;
  for (int i = 100; i < 200; ++i) {
    at = answers.find("[" + std::to_string(i) + "]", at);
    ASSERT_NE(std::string::npos, at) << i;
  }
}

TEST(HttpSession, ReadsARequestThatComesByteByByte) {
  const RunningServer server(sample_router());
  LoopbackClient client(server.port());
  for (const char c : post("34")) ASSERT_TRUE(client.send({&c, 1}));
  EXPECT_TRUE(has(client.read_until("[34]"), "200 OK"));
}

TEST(HttpSession, ReadsChunks) {
  const RunningServer server(sample_router());
  const std::string answer = ask(server,
                                 "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                                 "Transfer-Encoding: chunked\r\n\r\n2\r\n12\r\n1;x=y\r\n3\r\n0\r\n\r\n");
  EXPECT_TRUE(answer.ends_with("[123]")) << answer;
}

TEST(HttpSession, ReadsChunksThatComeByteByByte) {
  const RunningServer server(sample_router());
  for (const char* chunks : {"0\r\n\r\n", "2\r\n12\r\n0\r\n\r\n"}) {
    LoopbackClient client(server.port());
    client.send(
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (const char c : std::string_view(chunks)) ASSERT_TRUE(client.send({&c, 1}));
    EXPECT_TRUE(has(client.read_until("]"), "200 OK")) << chunks;
  }
}

// Beast has no limit for these, and throws on a trailer of more than 64 KiB.
TEST(HttpSession, WhatComesBesideTheChunksIsBounded) {
  const RunningServer server(sample_router());
  const std::string chunked =
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string much(200'000, 'a');
  for (const auto& body : {"0\r\nX: " + much + "\r\n\r\n", "1;" + much + "\r\n7\r\n0\r\n\r\n"}) {
    LoopbackClient client(server.port());
    client.send(chunked + body);
    EXPECT_FALSE(has(client.read_to_end(), "200 OK"));
    EXPECT_TRUE(has(ask(server, get_hello), "200 OK"));
  }
}

TEST(HttpSession, HeadHasTheLengthAndNoBody) {
  const RunningServer server(sample_router());
  const std::string answer = ask(server, "HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(has(answer, "Content-Length: 5\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST(HttpSession, Http10EndsAfterOneAnswer) {
  const RunningServer server(sample_router());
  LoopbackClient client(server.port());
  client.send("GET /hello HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(client.read_to_end().ends_with("hello"));
}

TEST(HttpSession, CloseIsHeeded) {
  const RunningServer server(sample_router());
  LoopbackClient client(server.port());
  client.send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + std::string(get_hello));
  EXPECT_EQ(1u, times(client.read_to_end(), "200 OK"));
}

TEST(HttpSession, ContinuesOnRequestOnly) {
  const RunningServer server(sample_router());
  LoopbackClient client(server.port());
  client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
      "Content-Length: 2\r\n\r\n");
  EXPECT_EQ("HTTP/1.1 100 Continue\r\n\r\n", client.read_until("\r\n\r\n"));
  client.send("56");
  EXPECT_TRUE(has(client.read_until("[56]"), "200 OK"));
}

// Whatever follows a request whose end is in doubt is never taken for another one.
TEST(HttpSession, NothingIsSmuggled) {
  const RunningServer server(sample_router());
  for (const char* framing :
       {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Content-Length: 0\r\nContent-Length: 0\r\n", "Content-Length: 0\r\nContent-Length: 5\r\n",
        "Content-Length: 0, 0\r\n", "Content-Length: +0\r\n", "Content-Length: -1\r\n", "Content-Length: 0x0\r\n",
        "Content-Length: 18446744073709551616\r\n", "Transfer-Encoding: gzip\r\n", "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked, gzip\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding : chunked\r\n", "Host: b\r\n"}) {
    const std::string answer = ask(server, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" +
                                               std::string(framing) + "\r\n" + std::string(get_hello));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << framing << answer;
    EXPECT_EQ(1u, times(answer, "HTTP/1.1 ")) << framing << answer;
    EXPECT_TRUE(has(answer, "OperationOutcome")) << framing << answer;
  }
}

TEST(HttpSession, WhatIsNoHttpIs400) {
  const RunningServer server(sample_router());
  for (const char* bytes : {"nonsense\r\n\r\n", "GET /hello HTTP/1.1\r\n\r\n", "GET /hello HTTP/2.0\r\nHost: a\r\n\r\n",
                            "GET  HTTP/1.1\r\nHost: a\r\n\r\n", "GET /hello HTTP/1.1\r\nHost: a\x01\r\n\r\n"})
    EXPECT_TRUE(ask(server, bytes).starts_with("HTTP/1.1 400 ")) << bytes;
}

// An old gateway would take it for the answer.
TEST(HttpSession, Http10IsNotToldToContinue) {
  const RunningServer server(sample_router());
  const std::string answer = ask(server,
                                 "POST /echo HTTP/1.0\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
                                 "Content-Length: 2\r\n\r\n56");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
}

TEST(HttpSession, AConnectionHasSoManyRequests) {
  HttpLimits limits;
  limits.requests_per_connection = 2;
  const RunningServer server(sample_router(), limits);
  const std::string answers = ask(server, post("1") + post("2") + post("3"));
  EXPECT_EQ(2u, times(answers, "200 OK")) << answers;
  EXPECT_EQ(1u, times(answers, "Connection: keep-alive")) << answers;
  EXPECT_EQ(1u, times(answers, "Connection: close")) << answers;
}

TEST(HttpSession, AnUnknownExpectationIs417) {
  const RunningServer server(sample_router());
  EXPECT_TRUE(ask(server, post("1", "Expect: tea\r\n")).starts_with("HTTP/1.1 417 "));
}

TEST(HttpSession, ABodyTooLargeIsRefusedBeforeItIsRead) {
  HttpLimits limits;
  limits.body_bytes = 10;
  const RunningServer server(sample_router(), limits);
  EXPECT_TRUE(has(ask(server, post("1234567890")), "[1234567890]"));
  LoopbackClient client(server.port());
  client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
      "Content-Length: 11\r\n\r\n");
  EXPECT_TRUE(client.read_until("}]}").starts_with("HTTP/1.1 413 "));
  const std::string chunked = ask(server,
                                  "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                                  "Transfer-Encoding: chunked\r\n\r\nB\r\n12345678901\r\n0\r\n\r\n");
  EXPECT_TRUE(chunked.starts_with("HTTP/1.1 413 ")) << chunked;
}

TEST(HttpSession, HeadersTooLargeAre431) {
  HttpLimits limits;
  limits.header_bytes = 1024;
  const RunningServer server(sample_router(), limits);
  const std::string answer = ask(server, "GET /hello HTTP/1.1\r\nHost: a\r\nX: " + std::string(5000, 'x') + "\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 431 ")) << answer;
}

TEST(HttpSession, AFailureIs500AndSaysNothingButWhich) {
  const RunningServer server(sample_router());
  LoopbackClient client(server.port());
  client.send("GET /fail HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string answer = client.read_until("}]}");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 ")) << answer;
  EXPECT_FALSE(has(answer, "secret")) << answer;
  client.send(get_hello);
  EXPECT_TRUE(has(client.read_until("hello"), "200 OK"));
}

// Each stage has its own time, and a client that uses it up is left without an answer.
TEST(HttpSession, SlowClientsAreLeft) {
  using std::chrono::milliseconds;
  HttpLimits idle, header, body;
  idle.idle = header.header = body.body = milliseconds(5);
  const std::string request = post("12");
  for (const auto& [limits, sent] : {std::pair<HttpLimits, std::string>{idle, std::string(get_hello)},
                                     {header, request.substr(0, 20)},
                                     {header, ""},
                                     {body, request.substr(0, request.size() - 1)}}) {
    const RunningServer server(sample_router(), limits);
    LoopbackClient client(server.port());
    client.send(sent);
    if (sent == get_hello) {
      EXPECT_TRUE(has(client.read_until("hello"), "200 OK"));
    }
    EXPECT_EQ("", client.read_to_end()) << sent;
  }
}

// Nobody has checked them as those in front of the body were checked.
TEST(HttpSession, FieldsBehindTheBodyAreRefused) {
  const RunningServer server(sample_router());
  for (const char* field : {"Host: b", "Authorization: Bearer x", "X: y", "Content-Length: 3"}) {
    const std::string answer = ask(server,
                                   "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                                   "Transfer-Encoding: chunked\r\n\r\n1\r\n1\r\n0\r\n" +
                                       std::string(field) + "\r\n\r\n" + std::string(get_hello));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << field << answer;
    EXPECT_EQ(1u, times(answer, "HTTP/1.1 ")) << field << answer;
  }
}

TEST(HttpSession, AllBodiesTogetherAreBounded) {
  HttpLimits limits;
  limits.bytes_in_flight = 100'000;
  const RunningServer server(sample_router(), limits);
  const std::string answer = ask(server, post(std::string(200'000, '1')));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 ")) << answer;
  EXPECT_TRUE(has(answer, "\r\nRetry-After: ")) << answer;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(has(ask(server, post(std::string(90'000, '1'))), "200 OK"));
}

TEST(HttpSession, ARequestThatBreaksOffAnywhereHarmsNobody) {
  const RunningServer server(sample_router());
  const std::string request = post("12");
  for (std::size_t end = 0; end < request.size(); ++end)
    EXPECT_FALSE(has(ask(server, request.substr(0, end)), "200 OK")) << end;
  EXPECT_TRUE(has(ask(server, request), "200 OK"));
}

}  // namespace
}  // namespace server
