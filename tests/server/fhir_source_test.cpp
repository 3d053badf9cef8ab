#include "server/fhir_source.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "run_coroutine.h"
#include "scratch_folder.h"
#include "scripted_server.h"
#include "server/fhir_client.h"
#include "signing_keys.h"

namespace {

using namespace std::chrono_literals;
using namespace server_test;
using Answer = ScriptedServer::Answer;

class FhirSource : public testing::Test {
 protected:
  // A clients file with one client that has a key for this FHIR server.
  server::FhirChoice choice_for(const std::string& fhir_server) const {
    const auto key = folder_.write("key.json", ec_jwk(ec_key().get()));
    std::filesystem::permissions(key, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    server::FhirChoice choice;
    choice.clients_file = folder_.write(
        "clients.json", R"({"clients": [{"iss": "https://ehr.example.org", "fhirServers": [")" + fhir_server +
                            R"("], "backendAuthorization": {"clientId": "bone-health", "keyFile": "key.json"}}]})");
    return choice;
  }
  fhir::Result<std::string> fetch(const server::FhirSource& source, const std::string& url) {
    auto client = source.clients->for_server(url);
    const auto access = std::make_shared<const server::FhirAccess>(server::FhirAccess{
        client, *client->permitted_server(url), "", "", "r1", std::chrono::steady_clock::now() + 10s});
    return run_on(loop_, source.client.fetch(access, 0, "Patient/p", ""));
  }

  const ScratchFolder folder_;
  boost::asio::io_context loop_{1};
  server::Outbound outbound_;
};

// A FHIR server with a token server beside it: the tokens are "t1", "t2", ... and only the last one is good.
class Guarded {
 public:
  Guarded() : server_([this](const std::string& request) { return answer(request); }) {}
  ScriptedServer& server() { return server_; }
  void revoke() { is_revoked_ = true; }

 private:
  Answer answer(const std::string& request) {
    if (request.starts_with("GET /fhir/.well-known/smart-configuration "))
      return {http_response(200, R"({"token_endpoint": ")" + server_.url("/token") + "\"}")};
    if (request.starts_with("POST /token ")) {
      is_revoked_ = false;
      return {http_response(200, R"({"access_token": "t)" + std::to_string(++tokens_) +
                                     R"(", "token_type": "bearer", "expires_in": 300})")};
    }
    const bool is_good =
        !is_revoked_ && request.find("Authorization: Bearer t" + std::to_string(tokens_) + "\r\n") != std::string::npos;
    return {is_good ? http_response(200, "{}") : http_response(401, "")};
  }

  std::atomic<int> tokens_{0};
  std::atomic<bool> is_revoked_{false};
  ScriptedServer server_;
};

TEST_F(FhirSource, gets_a_token_of_its_own_once_for_many_questions) {
  Guarded fhir;
  const auto source = server::sandbox_source(choice_for(fhir.server().url()), outbound_);
  ASSERT_TRUE(source.has_value()) << source.error().diagnostics;
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(fetch(*source, fhir.server().url()).has_value());
  EXPECT_EQ(fhir.server().count("POST /token "), 1U);
  EXPECT_EQ(fhir.server().count("client_assertion="), 1U);
  EXPECT_EQ(fhir.server().count("Bearer t1"), 5U);
}

TEST_F(FhirSource, replaces_a_token_that_is_no_longer_accepted) {
  Guarded fhir;
  const auto source = server::sandbox_source(choice_for(fhir.server().url()), outbound_);
  EXPECT_TRUE(fetch(*source, fhir.server().url()).has_value());
  fhir.revoke();
  EXPECT_EQ(fetch(*source, fhir.server().url()).error().code, fhir::IssueType::security);
  EXPECT_TRUE(fetch(*source, fhir.server().url()).has_value());
  EXPECT_EQ(fhir.server().count("POST /token "), 2U);
}

TEST_F(FhirSource, lends_its_own_access_to_nobody_who_cannot_be_known) {
  const auto source = server::sandbox_source(choice_for("https://ehr.example.org/fhir"), outbound_);
  ASSERT_TRUE(source.has_error());
  EXPECT_EQ(source.error().code, fhir::IssueType::security);
}

TEST_F(FhirSource, says_what_cannot_be_read) {
  server::FhirChoice choice;
  choice.clients_file = folder_.path() / "none.json";
  EXPECT_TRUE(server::sandbox_source(choice, outbound_).has_error());
  choice.clients_file.clear();
  choice.servers = {"no URL"};
  EXPECT_TRUE(server::sandbox_source(choice, outbound_).has_error());
  choice.servers = {"https://fhir.example.org/r4"};
  choice.deadline = 700ms;
  const auto source = server::sandbox_source(choice, outbound_);
  ASSERT_TRUE(source.has_value());
  EXPECT_EQ(source->limits.deadline, 700ms);
  EXPECT_NE(source->clients->for_server("https://fhir.example.org/r4"), nullptr);
  EXPECT_EQ(source->clients->for_server("https://other.example.org/r4"), nullptr);
}

}  // namespace
