// The only client of sandbox mode (clients.h).
#include <gtest/gtest.h>

#include "server/clients.h"

namespace {

TEST(SandboxClient, may_name_this_machine_and_what_was_given) {
  const auto client = server::sandbox_client({"http://fhir:8080/r4"}, {});
  ASSERT_TRUE(client.has_value()) << client.error().diagnostics;
  EXPECT_EQ(client->name, "sandbox");
  EXPECT_NE(client->trust.tls, nullptr);
  for (const auto permitted :
       {"http://localhost:8080/fhir", "http://127.0.0.1:9/", "https://[::1]/r4", "http://fhir:8080/r4"})
    EXPECT_TRUE(client->permitted_server(permitted).has_value()) << permitted;
  for (const auto refused :
       {"http://fhir:8080/", "http://fhir/r4", "http://localhost.example.org/", "http://10.0.0.1/"})
    EXPECT_FALSE(client->permitted_server(refused).has_value()) << refused;
}

TEST(SandboxClient, is_refused_with_what_is_wrong) {
  EXPECT_EQ(server::sandbox_client({"fhir"}, {}).error().diagnostics, "--fhir-server: the URL is no absolute URL");
  EXPECT_EQ(server::sandbox_client({"http://a/?b"}, {}).error().diagnostics, "--fhir-server: a base URL has no query");
  EXPECT_FALSE(server::sandbox_client({}, "/none.pem").has_value());
}

}  // namespace
