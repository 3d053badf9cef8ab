#include "server/token_request.h"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;

std::string refusal_of(const std::string& body) {
  const auto token = server::access_token_in(body);
  return token ? "" : token.error().diagnostics;
}

std::chrono::seconds lifetime_with(const std::string& expires_in) {
  const auto token = server::access_token_in(R"({"access_token": "a", "token_type": "bearer")" + expires_in + "}");
  return token ? token->lifetime : -1s;
}

std::string endpoint_refusal(const std::string& url, bool allows_loopback = false) {
  const auto endpoint = server::token_endpoint_in(R"({"token_endpoint": ")" + url + R"("})", allows_loopback);
  return endpoint ? "" : endpoint.error().diagnostics;
}

TEST(TokenRequest, is_a_form) {
  EXPECT_EQ(server::token_request_body("system/Patient.read system/*.read", "a.b-_c+="),
            "grant_type=client_credentials&scope=system%2FPatient.read%20system%2F%2A.read"
            "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
            "&client_assertion=a.b-_c%2B%3D");
}

TEST(AccessToken, is_read) {
  const auto token = server::access_token_in(
      R"({"access_token": "ey.J-_~+/=", "token_type": "BEARER", "expires_in": 300, "scope": "system/*.read"})");
  ASSERT_TRUE(token.has_value()) << token.error().diagnostics;
  EXPECT_EQ(token->text, "ey.J-_~+/=");
  EXPECT_EQ(token->lifetime, 300s);
}

TEST(AccessToken, lives_as_long_as_is_said_within_bounds) {
  EXPECT_EQ(lifetime_with(""), 60s);
  EXPECT_EQ(lifetime_with(R"(, "expires_in": "3600")"), 60s);
  EXPECT_EQ(lifetime_with(R"(, "expires_in": null)"), 60s);
  EXPECT_EQ(lifetime_with(R"(, "expires_in": 59.9)"), 59s);
  EXPECT_EQ(lifetime_with(R"(, "expires_in": 0)"), 1s);
  EXPECT_EQ(lifetime_with(R"(, "expires_in": -5)"), 1s);
  EXPECT_EQ(lifetime_with(R"(, "expires_in": 1e300)"), 24h);
}

TEST(AccessToken, is_refused_if_it_cannot_be_sent) {
  const std::string unsendable = "the token server's access_token cannot be sent in a header";
  EXPECT_EQ(refusal_of(R"({"access_token": "a b", "token_type": "bearer"})"), unsendable);
  EXPECT_EQ(refusal_of(R"({"access_token": "a\r\nX: y", "token_type": "bearer"})"), unsendable);
  EXPECT_EQ(refusal_of(R"({"access_token": "ä", "token_type": "bearer"})"), unsendable);
  EXPECT_EQ(refusal_of(R"({"access_token": "a\u0000", "token_type": "bearer"})"), unsendable);
  EXPECT_EQ(refusal_of(R"({"access_token": ")" + std::string(8193, 'a') + R"(", "token_type": "bearer"})"), unsendable);
  EXPECT_EQ(refusal_of(R"({"access_token": ")" + std::string(8192, 'a') + R"(", "token_type": "bearer"})"), "");
}

TEST(AccessToken, is_refused_if_it_is_none) {
  EXPECT_EQ(refusal_of("<html>"), "the token server's answer is not JSON");
  EXPECT_EQ(refusal_of(""), "the token server's answer is not JSON");
  EXPECT_EQ(refusal_of("[]"), "the token server's answer has no access_token");
  EXPECT_EQ(refusal_of(R"({"access_token": 1, "token_type": "bearer"})"),
            "the token server's answer has no access_token");
  EXPECT_EQ(refusal_of(R"({"access_token": "a"})"), "the token server's token_type is not bearer");
  EXPECT_EQ(refusal_of(R"({"access_token": "a", "token_type": "DPoP"})"),
            "the token server's token_type is not bearer");
}

TEST(TokenError, is_one_of_the_known) {
  EXPECT_EQ(server::token_error_in(R"({"error": "invalid_client", "error_description": "secret"})"), "invalid_client");
  EXPECT_EQ(server::token_error_in(R"({"error": "something else"})"), "");
  EXPECT_EQ(server::token_error_in("<html>"), "");
}

TEST(TokenEndpoint, keeps_how_it_is_written) {
  const auto endpoint = server::parse_token_endpoint("HTTPS://Auth.example.org:443/token/");
  ASSERT_TRUE(endpoint.has_value()) << endpoint.error().diagnostics;
  EXPECT_EQ(endpoint->written, "HTTPS://Auth.example.org:443/token/");
  EXPECT_EQ(endpoint->url.to_string(), "https://auth.example.org/token/");
  EXPECT_EQ(server::parse_token_endpoint("https://a/")->url.target(), "/");
  EXPECT_EQ(server::parse_token_endpoint("https://a/t/?x=/")->url.target(), "/t/?x=/");
  EXPECT_EQ(server::parse_token_endpoint("https://a/t?x=/")->url.target(), "/t?x=/");
}

TEST(TokenEndpoint, is_reached_by_TLS_unless_it_is_on_this_machine) {
  EXPECT_EQ(endpoint_refusal("https://auth.example.org/token"), "");
  EXPECT_EQ(endpoint_refusal("http://auth.example.org/token"),
            "token_endpoint: the URL is http, but not on this machine");
  EXPECT_EQ(endpoint_refusal("http://auth.example.org/token", true),
            "token_endpoint: the URL is http, but not on this machine");
  for (const auto* const url : {"http://localhost/token", "https://127.0.0.1/token", "http://[::1]:9090/token"}) {
    EXPECT_EQ(endpoint_refusal(url), "token_endpoint: the URL leads to this machine") << url;
    EXPECT_EQ(endpoint_refusal(url, true), "") << url;
  }
}

TEST(TokenEndpoint, is_refused_if_there_is_none) {
  EXPECT_EQ(server::token_endpoint_in("{", false).error().diagnostics,
            "the FHIR server's smart-configuration is not JSON");
  EXPECT_EQ(server::token_endpoint_in("{}", false).error().diagnostics,
            "the FHIR server's smart-configuration has no token_endpoint");
  EXPECT_EQ(endpoint_refusal("/token"), "token_endpoint: the URL is no absolute URL");
  EXPECT_EQ(endpoint_refusal("https://user@auth.example.org/token"), "token_endpoint: the URL has a user name");
}

}  // namespace
