// Certificates beside tokens, and what a refused caller and the log are told.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "client_auth_case.h"

namespace {

using namespace server_test;

// R212: by certificate alone, by token alone, and by both.
TEST_F(ClientAuthCase, knows_clients_by_certificate) {
  const std::vector<std::string> shown = {"gateway.lab.example.net", "spiffe://lab.example.net/cds"};
  Call by_certificate = call();
  by_certificate.request.certificate_names = shown;
  EXPECT_EQ(authenticate(by_certificate).value()->name, "https://lab.example.net");
  const std::vector<std::string> upper = {"Gateway.LAB.example.net"},
                                 other = {"lab.example.net", "x.gateway.lab.example.net"};
  by_certificate.request.certificate_names = upper;
  EXPECT_EQ(word(by_certificate), "");
  by_certificate.request.certificate_names = other;
  EXPECT_EQ(word(by_certificate), "no-authorization");
  // A token of it is of a client without keys.
  Call with_token = call("Bearer " + token([](Parts& it) { it.claims["iss"] = R"("https://lab.example.net")"; }));
  with_token.request.certificate_names = shown;
  EXPECT_EQ(word(with_token), "unknown-issuer");
  // A token that does not count is not made up for by a certificate.
  Call with_bad_token = call("Bearer x");
  with_bad_token.request.certificate_names = shown;
  EXPECT_EQ(word(with_bad_token), "malformed-token");
}

TEST_F(ClientAuthCase, asks_for_both_where_both_are_configured) {
  change_client([](server::Client& client) { client.identity.certificate_names = {"ehr.example.org", "urn:ehr"}; });
  const std::vector<std::string> shown = {"a.example.org", "EHR.example.org"}, other = {"URN:ehr"};
  Call both = call("Bearer " + token());
  both.request.certificate_names = shown;
  EXPECT_EQ(word(both), "");
  EXPECT_EQ(outcome(token()), "wrong-certificate");
  Call other_certificate = call("Bearer " + token());
  other_certificate.request.certificate_names = other;
  EXPECT_EQ(word(other_certificate), "wrong-certificate");
  Call certificate_alone = call();
  certificate_alone.request.certificate_names = shown;
  EXPECT_EQ(word(certificate_alone), "no-authorization");
}

// R223, row 28: whatever the reason, the same bytes; the reason is in the log, and nothing of the token.
TEST_F(ClientAuthCase, answers_each_failure_alike) {
  const Logged logged;
  const auto guard = guard_by(auth());
  std::set<std::string> bodies;
  const std::pair<std::string, const char*> cases[] = {
      {"Bearer canary.canary.canary", "malformed-token"},
      {"Bearer " + token([](Parts& it) { it.claims["iss"] = R"("canary")"; }), "unknown-issuer"},
      {"Bearer " + parts().signed_by(other_ec()), "bad-signature"},
      {"Bearer " + token([](Parts& it) { it.header["kid"] = R"("canary")"; }), "unknown-key"}};
  for (const auto& [authorization, reason] : cases) {
    Call refused = call(authorization);
    const auto response = run_on(loop_, guard(refused.ready()));
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->status, server::http::status::unauthorized);
    EXPECT_EQ(response->content_type, "application/fhir+json");
    EXPECT_EQ(refused.request.client, nullptr);
    bodies.insert(response->body);
    EXPECT_NE(logged.text().find(std::string(R"("request_id":"r1","reason":")").append(reason).append("\"}")),
              std::string::npos);
  }
  EXPECT_EQ(bodies.size(), 1U);
  EXPECT_NE(bodies.begin()->find(R"("code":"security")"), std::string::npos);
  EXPECT_EQ(logged.text().find("canary"), std::string::npos) << logged.text();
  Call admitted = call("Bearer " + token());
  EXPECT_FALSE(run_on(loop_, guard(admitted.ready())).has_value());
  ASSERT_NE(admitted.request.client, nullptr);
  EXPECT_EQ(admitted.request.client->name, "https://ehr.example.org");
}

}  // namespace
