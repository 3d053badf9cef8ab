#include "server/fhir_client.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "run_coroutine.h"
#include "scripted_server.h"
#include "server/outbound.h"

namespace {

using namespace std::chrono_literals;
using fhir::IssueType;
using server_test::http_response;
using server_test::ScriptedServer;
using Answer = ScriptedServer::Answer;

constexpr server::FhirTopic topic = 0;
constexpr server::FhirTopic another_topic = 1;

class FhirClient : public testing::Test {
 protected:
  server::FhirAccessPtr access(const std::string& url, std::chrono::milliseconds time = 10s) {
    auto client = std::make_shared<server::Client>();
    client->any_loopback_server = true;
    return std::make_shared<const server::FhirAccess>(server::FhirAccess{
        client, *server::parse_url(url), "Bearer canary", "", "r1", std::chrono::steady_clock::now() + time});
  }
  fhir::Result<std::string> fetch(server::FhirAccessPtr access, server::FhirTopic what = topic) {
    return server_test::run_on(
        loop_, outbound_.fhir().fetch(access, what, "Observation?patient=p&_sort=-date", "Observation?patient=p"));
  }
  std::optional<fhir::FhirVersion> known_version(const std::string& url) {
    return server_test::run_on(loop_, outbound_.fhir().known_version(access(url)));
  }
  std::optional<fhir::FhirVersion> version(const std::string& url) {
    return server_test::run_on(loop_, outbound_.fhir().version(access(url)));
  }

  boost::asio::io_context loop_{1};
  server::Outbound outbound_;
};

TEST_F(FhirClient, gives_the_body_of_a_success) {
  ScriptedServer fhir([](const std::string&) { return Answer{http_response(200, "{}")}; });
  const auto body = fetch(access(fhir.url()));
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(*body, "{}");
  EXPECT_EQ(fhir.count("GET /fhir/Observation?patient=p&_sort=-date HTTP/1.1"), 1U);
  EXPECT_EQ(fhir.count("X-Request-Id: r1"), 1U);
}

TEST_F(FhirClient, tells_apart_why_there_is_none) {
  const std::pair<unsigned, IssueType> cases[] = {
      {401, IssueType::security},      {403, IssueType::security},  {404, IssueType::not_found},
      {410, IssueType::not_found},     {422, IssueType::invalid},   {302, IssueType::not_supported},
      {500, IssueType::transient},     {503, IssueType::transient}, {429, IssueType::throttled},
      {304, IssueType::not_supported}, {204, IssueType::structure}};
  for (const auto& [status, type] : cases) {
    ScriptedServer fhir([code = status](const std::string&) { return Answer{http_response(code, "")}; });
    const auto body = fetch(access(fhir.url()));
    ASSERT_TRUE(body.has_error()) << status;
    EXPECT_EQ(body.error().code, type) << status;
    EXPECT_NE(body.error().diagnostics.find(std::to_string(status)), std::string::npos);
    EXPECT_EQ(body.error().diagnostics.find("canary"), std::string::npos);
  }
}

TEST_F(FhirClient, asks_in_plain_form_where_the_other_is_refused_and_remembers_it) {
  ScriptedServer fhir([](const std::string& request) {
    return Answer{request.find("_sort") != std::string::npos ? http_response(400, "") : http_response(200, "{}")};
  });
  EXPECT_TRUE(fetch(access(fhir.url())).has_value());
  EXPECT_EQ(fhir.requests().size(), 2U);
  EXPECT_TRUE(fetch(access(fhir.url())).has_value());
  EXPECT_EQ(fhir.requests().size(), 3U);
  EXPECT_TRUE(fetch(access(fhir.url()), another_topic).has_value());
  EXPECT_EQ(fhir.requests().size(), 5U);
}

TEST_F(FhirClient, gives_up_where_both_forms_are_refused) {
  ScriptedServer fhir([](const std::string&) { return Answer{http_response(400, "")}; });
  EXPECT_EQ(fetch(access(fhir.url())).error().code, IssueType::invalid);
  EXPECT_EQ(fhir.requests().size(), 2U);
}

TEST_F(FhirClient, waits_where_the_server_asks_for_it_and_there_is_time) {
  for (const unsigned status : {429U, 503U}) {
    std::atomic<int> count{0};
    ScriptedServer fhir([&, status](const std::string&) {
      return Answer{++count == 1 ? http_response(status, "", "Retry-After: 0\r\n") : http_response(200, "{}")};
    });
    EXPECT_TRUE(fetch(access(fhir.url())).has_value());
    EXPECT_EQ(fhir.requests().size(), 2U);
  }
}

TEST_F(FhirClient, does_not_wait_beyond_the_deadline_or_for_ever) {
  for (const char* wait : {"20", "-1", "soon", "Wed, 21 Oct 2026 07:28:00 GMT", "99999999999999999999", ""}) {
    ScriptedServer fhir([wait](const std::string&) {
      return Answer{http_response(429, "", "Retry-After: " + std::string(wait) + "\r\n")};
    });
    EXPECT_EQ(fetch(access(fhir.url())).error().code, IssueType::throttled) << wait;
    EXPECT_EQ(fhir.requests().size(), 1U) << wait;
  }
}

TEST_F(FhirClient, leaves_alone_a_search_that_failed_repeatedly) {
  ScriptedServer fhir([](const std::string&) { return Answer{http_response(500, "")}; });
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(fetch(access(fhir.url())).has_error());
  const auto refused = fetch(access(fhir.url()));
  EXPECT_NE(refused.error().diagnostics.find("left alone"), std::string::npos);
  EXPECT_EQ(fhir.requests().size(), 3U);
  EXPECT_TRUE(fetch(access(fhir.url()), another_topic).has_error());
  EXPECT_EQ(fhir.requests().size(), 4U);
}

TEST_F(FhirClient, does_not_take_a_refusal_for_trouble) {
  ScriptedServer fhir([](const std::string&) { return Answer{http_response(403, "")}; });
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(fetch(access(fhir.url())).has_error());
  EXPECT_EQ(fhir.requests().size(), 5U);
}

TEST_F(FhirClient, learns_the_version_once_and_without_a_token) {
  ScriptedServer fhir([](const std::string&) { return Answer{http_response(200, R"({"fhirVersion":"1.0.2"})")}; });
  EXPECT_EQ(known_version(fhir.url()), std::nullopt);
  EXPECT_EQ(version(fhir.url()), fhir::FhirVersion::dstu2);
  EXPECT_EQ(version(fhir.url()), fhir::FhirVersion::dstu2);
  EXPECT_EQ(known_version(fhir.url()), fhir::FhirVersion::dstu2);
  EXPECT_EQ(fhir.count("GET /fhir/metadata "), 1U);
  EXPECT_EQ(fhir.count("canary"), 0U);
}

TEST_F(FhirClient, does_without_a_version) {
  for (const auto& response : {http_response(401, ""), http_response(200, "<html>"), http_response(200, "{}")}) {
    ScriptedServer fhir([&](const std::string&) { return Answer{response}; });
    EXPECT_EQ(version(fhir.url()), std::nullopt);
    EXPECT_EQ(version(fhir.url()), std::nullopt);
    EXPECT_EQ(fhir.requests().size(), 1U);
  }
}

TEST_F(FhirClient, ends_with_questions_under_way) {
  ScriptedServer hangs([](const std::string&) { return Answer{""}; });
  bool answered = false;
  boost::asio::co_spawn(loop_, outbound_.fhir().fetch(access(hangs.url()), topic, "Patient/p", ""),
                        [&](auto&&...) { answered = true; });
  while (hangs.requests().empty()) loop_.poll();
  outbound_.stop();
  loop_.poll();
  EXPECT_FALSE(answered);
}

}  // namespace
