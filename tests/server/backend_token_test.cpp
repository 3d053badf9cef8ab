#include "server/backend_token.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <mutex>
#include <set>
#include <vector>

#include "loopback.h"
#include "server/client_assertion.h"
#include "signing_keys.h"

namespace {

using namespace std::chrono_literals;
using namespace server_test;
using fhir::IssueType;
using server::BackendAuthorization;
using server::BackendTokens;
using server::SteadyTime;
using Answer = fhir::Result<std::string>;

// What the authorization server shall answer, and what it was asked. Its thread is another than the test's.
struct Script {
  std::mutex mutex;
  unsigned status = 200;
  std::string body;  // "" for a token of its own
  unsigned configuration_status = 200;
  std::string configuration;
  std::chrono::milliseconds delay{0};
  std::vector<std::string> forms;
  int configurations = 0;
};
using ScriptPointer = std::shared_ptr<Script>;

server::Reply answer_token(ScriptPointer script, std::string form, std::string content_type) {
  std::unique_lock lock(script->mutex);
  script->forms.push_back(content_type + ": " + form);
  std::string body = script->body;
  if (body.empty())
    body = R"({"access_token":"token-)" + std::to_string(script->forms.size()) +
           R"(","token_type":"Bearer","expires_in":300})";
  server::HttpResponse response{static_cast<server::http::status>(script->status), "application/json", body, ""};
  const auto delay = script->delay;
  lock.unlock();
  server::Timer timer(co_await boost::asio::this_coro::executor, delay);
  co_await timer.async_wait(server::as_tuple);
  co_return response;
}

server::Reply answer_configuration(ScriptPointer script) {
  const std::lock_guard lock(script->mutex);
  ++script->configurations;
  co_return server::HttpResponse{static_cast<server::http::status>(script->configuration_status), "application/json",
                                 script->configuration, ""};
}

server::Router routes_of(const ScriptPointer& script) {
  server::Router router;
  router.add(server::http::verb::post, "/token", server::Body::none, [script](server::HttpRequest& request) {
    return answer_token(script, *request.body, (*request.headers)["Content-Type"]);
  });
  router.add(server::http::verb::get, "/fhir/.well-known/smart-configuration", server::Body::none,
             [script](server::HttpRequest&) { return answer_configuration(script); });
  return router;
}

server::Awaitable<void> ask(BackendTokens& tokens, BackendAuthorization authorization, server::HttpUrl base,
                            SteadyTime deadline, Answer& answer, int& open) {
  answer = co_await tokens.token_for(std::move(authorization), std::move(base), {}, deadline);
  --open;
}

class BackendTokensTest : public testing::Test {
 protected:
  BackendTokensTest() {
    set([&](Script& script) { script.configuration = R"({"token_endpoint": ")" + url("/token") + R"("})"; });
  }

  std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(server_.port()) + path; }
  template <class Change>
  void set(Change change) {
    const std::lock_guard lock(script_->mutex);
    change(*script_);
  }
  std::vector<std::string> forms() {
    const std::lock_guard lock(script_->mutex);
    return script_->forms;
  }
  std::size_t fetches() { return forms().size(); }
  int configurations() {
    const std::lock_guard lock(script_->mutex);
    return script_->configurations;
  }

  // So many ask at once; their answers when all have one.
  std::vector<Answer> tokens(int count, std::chrono::milliseconds patience = 10s) {
    std::vector<Answer> answers(static_cast<std::size_t>(count), fhir::issue(IssueType::invalid, "none yet"));
    int open = count;
    const auto base = server::parse_url(base_).value();
    for (auto& answer : answers)
      boost::asio::co_spawn(
          context_, ask(tokens_, authorization_, base, std::chrono::steady_clock::now() + patience, answer, open),
          boost::asio::detached);
    while (open > 0) context_.run_one();
    return answers;
  }
  std::string token() {
    const auto answer = tokens(1).front();
    return answer ? *answer : answer.error().diagnostics;
  }

  const ScriptPointer script_ = std::make_shared<Script>();
  server::RunningServer server_{routes_of(script_)};
  std::string base_ = url("/fhir");
  const KeyPair key_ = ec_key();
  BackendAuthorization authorization_{"bone-health", server::SigningKey::parse(ec_jwk(key_.get())).value(),
                                      "system/Patient.read system/Observation.read", std::nullopt};
  SteadyTime now_{1'000'000s};
  boost::asio::io_context context_;
  server::HttpsClient https_{context_.get_executor(), {}};
  BackendTokens tokens_{
      context_.get_executor(),
      https_,
      {[this] { return now_; }, [] { return std::chrono::system_clock::time_point(1'780'000'000s + 700ms); }}};
};

TEST_F(BackendTokensTest, are_asked_for_with_a_signed_assertion) {
  EXPECT_EQ(token(), "token-1");
  const std::string form = forms().at(0);
  const std::string beginning =
      "application/x-www-form-urlencoded: grant_type=client_credentials"
      "&scope=system%2FPatient.read%20system%2FObservation.read"
      "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=";
  ASSERT_EQ(form.substr(0, beginning.size()), beginning);
  const std::string jwt = form.substr(beginning.size());
  const auto last_dot = jwt.rfind('.');
  const std::string signature = from_base64url(jwt.substr(last_dot + 1));
  ASSERT_EQ(signature.size(), 96U);
  EXPECT_TRUE(is_signed_by(key_.get(), jwt.substr(0, last_dot), der_of(signature)));
  const auto first_dot = jwt.find('.');
  const std::string claims = from_base64url(jwt.substr(first_dot + 1, last_dot - first_dot - 1));
  EXPECT_NE(claims.find(R"("aud":")" + url("/token") + "\""), std::string::npos) << claims;
  EXPECT_NE(claims.find(R"("iat":1780000000)"), std::string::npos) << claims;
}

TEST_F(BackendTokensTest, are_kept_until_shortly_before_they_expire) {
  EXPECT_EQ(token(), "token-1");
  now_ += 269s;
  EXPECT_EQ(token(), "token-1");
  now_ += 2s;  // a tenth of 300 seconds is left
  EXPECT_EQ(token(), "token-2");
  set([](Script& script) { script.body = R"({"access_token":"long","token_type":"bearer","expires_in":3600})"; });
  now_ += 300s;
  EXPECT_EQ(token(), "long");
  now_ += 3539s;
  EXPECT_EQ(token(), "long");
  EXPECT_EQ(fetches(), 3U);
  now_ += 2s;
  EXPECT_EQ(token(), "long");
  EXPECT_EQ(fetches(), 4U);
}

TEST_F(BackendTokensTest, are_fetched_once_for_all_who_wait) {
  set([](Script& script) { script.delay = 100ms; });
  for (const auto& answer : tokens(50)) EXPECT_EQ(answer.value(), "token-1");
  EXPECT_EQ(fetches(), 1U);
}

TEST_F(BackendTokensTest, are_fetched_even_if_nobody_waits_so_long) {
  set([](Script& script) { script.delay = 300ms; });
  const auto late = tokens(1, 100ms).front();
  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(late.error().code, IssueType::timeout);
  EXPECT_EQ(token(), "token-1");
  EXPECT_EQ(fetches(), 1U);
}

TEST_F(BackendTokensTest, are_not_given_again_once_forgotten) {
  EXPECT_EQ(token(), "token-1");
  tokens_.forget("token");
  EXPECT_EQ(token(), "token-1");
  tokens_.forget("token-1");
  EXPECT_EQ(token(), "token-2");
  tokens_.forget("token-1");
  EXPECT_EQ(token(), "token-2");
  tokens_.forget("Bearer token-2");
  EXPECT_EQ(token(), "token-3");
}

TEST_F(BackendTokensTest, that_cannot_be_had_are_not_asked_for_again_at_once) {
  set([](Script& script) {
    script.status = 401;
    script.body = R"({"error":"invalid_client","error_description":"secret"})";
  });
  const auto refused = tokens(3);
  for (const auto& answer : refused) {
    EXPECT_EQ(answer.error().code, IssueType::security);
    EXPECT_EQ(answer.error().diagnostics, "the token server gave no access token: status 401, invalid_client");
  }
  now_ += 4s;
  EXPECT_EQ(token(), "the token server gave no access token: status 401, invalid_client");
  EXPECT_EQ(fetches(), 1U);
  set([](Script& script) { script.status = 200, script.body = ""; });
  now_ += 2s;
  EXPECT_EQ(token(), "token-2");
}

TEST_F(BackendTokensTest, tell_a_passing_failure_from_one_that_stays) {
  set([](Script& script) { script.status = 503; });
  EXPECT_EQ(tokens(1).front().error().code, IssueType::transient);
  now_ += 6s;
  set([](Script& script) { script.status = 200, script.body = "<html>"; });
  EXPECT_EQ(tokens(1).front().error().code, IssueType::structure);
  EXPECT_EQ(token(), "the token server's answer is not JSON");
}

TEST_F(BackendTokensTest, ask_the_FHIR_server_once_where_tokens_are_given) {
  EXPECT_EQ(token(), "token-1");
  now_ += 23h;
  EXPECT_EQ(token(), "token-2");
  EXPECT_EQ(configurations(), 1);
  now_ += 2h;
  EXPECT_EQ(token(), "token-3");
  EXPECT_EQ(configurations(), 2);
}

TEST_F(BackendTokensTest, look_for_the_token_server_again_when_it_failed) {
  set([](Script& script) { script.status = 404; });
  token();
  set([](Script& script) { script.status = 200; });
  now_ += 6s;
  EXPECT_EQ(token(), "token-2");
  EXPECT_EQ(configurations(), 2);
}

TEST_F(BackendTokensTest, know_the_token_server_from_the_clients_file) {
  authorization_.token_url = server::parse_token_endpoint(url("/token")).value();
  EXPECT_EQ(token(), "token-1");
  EXPECT_EQ(configurations(), 0);
}

TEST_F(BackendTokensTest, say_that_the_FHIR_server_names_no_token_server) {
  set([](Script& script) { script.configuration_status = 404; });
  EXPECT_EQ(token(), "the FHIR server gave no smart-configuration: status 404");
  now_ += 6s;
  set([](Script& script) { script.configuration_status = 200, script.configuration = "{}"; });
  EXPECT_EQ(token(), "the FHIR server's smart-configuration has no token_endpoint");
  now_ += 6s;
  set([](Script& script) { script.configuration = R"({"token_endpoint": "http://auth.example.org/token"})"; });
  EXPECT_EQ(token(), "token_endpoint: the URL is http, but not on this machine");
  EXPECT_EQ(fetches(), 0U);
}

TEST_F(BackendTokensTest, say_that_a_server_cannot_be_reached) {
  server_.stop();
  const auto answer = tokens(1).front();
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, IssueType::transient);
  EXPECT_EQ(answer.error().diagnostics.find("the FHIR server gave no smart-configuration: "), 0U)
      << answer.error().diagnostics;
}

TEST_F(BackendTokensTest, are_shared_by_nobody_with_other_rights) {
  authorization_.token_url = server::parse_token_endpoint(url("/token")).value();
  std::set<std::string> given{token()};
  authorization_.scope = "system/Patient.read";
  given.insert(token());
  authorization_.client_id = "other";
  given.insert(token());
  authorization_.private_key = server::SigningKey::parse(ec_jwk(key_.get())).value();
  given.insert(token());
  base_ = url("/other");
  given.insert(token());
  EXPECT_EQ(given.size(), 5U);
  EXPECT_EQ(token(), "token-5");
}

TEST_F(BackendTokensTest, are_bounded_in_number) {
  authorization_.token_url = server::parse_token_endpoint(url("/token")).value();
  for (int at = 0; at < 257; ++at) {
    base_ = url("/" + std::to_string(at));
    now_ += 1ms;
    EXPECT_EQ(token(), "token-" + std::to_string(at + 1));
  }
  EXPECT_EQ(token(), "token-257");
  base_ = url("/1");
  EXPECT_EQ(token(), "token-2");
  base_ = url("/0");  // made room for the last
  EXPECT_EQ(token(), "token-258");
}

}  // namespace
