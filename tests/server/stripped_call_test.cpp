#include "server/stripped_call.h"

#include <gtest/gtest.h>

#include "logged.h"
#include "parsed.h"
#include "server/guideline_files.h"

namespace {

using server_test::Parsed;

// As Epic sends it: tests/fixtures/clients.
std::string stripped() {
  return server::read_file(CLIENT_FIXTURES "/epic-shaped-stripped-endpoint-mismatch.json").value();
}

std::string said_about(const std::string& call, const server::Client* client = nullptr) {
  const Parsed body(call);
  const auto issue = fhir::issue(fhir::IssueType::required, "context.draftOrders is missing.");
  const auto explained = server::explained(issue, body.json(), client, server::HttpRequest());
  EXPECT_EQ(explained.code, fhir::IssueType::required);
  EXPECT_TRUE(explained.diagnostics.starts_with(issue.diagnostics));
  return explained.diagnostics.substr(issue.diagnostics.size());
}

TEST(StrippedCall, of_epic_is_answered_with_what_to_set_there) {
  const server_test::Logged log;
  EXPECT_NE(said_about(stripped()).find("the endpoint URI registered for the app"), std::string::npos);
  EXPECT_NE(log.text().find("call-stripped"), std::string::npos);
  EXPECT_EQ(log.text().find("ePATsynthetic3"), std::string::npos);
}

TEST(StrippedCall, is_known_by_the_clients_profile) {
  server::Client client;
  EXPECT_EQ(said_about("{}", &client), "");
  client.profile = *server::profile_named("epic");
  EXPECT_NE(said_about("{}", &client), "");
}

TEST(StrippedCall, is_none_if_it_brings_data_or_access) {
  for (const auto* more : {R"("prefetch": {"patient": null},)", R"("fhirAuthorization": {"access_token": "t"},)"}) {
    const server_test::Logged log;
    EXPECT_EQ(said_about("{" + std::string(more) + stripped().substr(1)), "");
    EXPECT_EQ(log.text(), "");
  }
  EXPECT_NE(said_about(R"({"prefetch": {},)" + stripped().substr(1)), "");
}

TEST(StrippedCall, of_others_is_not_explained) { EXPECT_EQ(said_about(R"({"hook": "order-sign"})"), ""); }

}  // namespace
