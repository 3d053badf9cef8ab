#include "server/token_request.h"

#include <algorithm>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <optional>

#include "fhir/ascii.h"
#include "fhir/json.h"

namespace server {
namespace {

using fhir::IssueType;
using fhir::Result;

// Bytes of a token that fits into the headers which others read.
constexpr std::size_t longest_token = 8 * 1024;
// Where the server does not say how long a token lives, and at most, whatever it says.
constexpr std::chrono::seconds usual_lifetime{60};
constexpr std::chrono::seconds longest_lifetime{std::chrono::hours{24}};

constexpr std::string_view assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

std::string form_encoded(std::string_view text) {
  return boost::urls::encode({text.data(), text.size()}, boost::urls::unreserved_chars);
}

// Absent, it is optional; as anything but a number it says nothing (some servers send a string).
std::chrono::seconds lifetime_of(std::optional<double> seconds) {
  if (!seconds) return usual_lifetime;
  const double bounded = std::clamp(*seconds, 1.0, static_cast<double>(longest_lifetime.count()));
  return std::chrono::seconds(static_cast<std::chrono::seconds::rep>(bounded));
}

Result<AccessToken> token_of(fhir::Json answer) {
  const auto token = answer["access_token"].text();
  if (token.empty()) return fhir::issue(IssueType::structure, "the token server's answer has no access_token");
  if (!is_sendable_token(token))
    return fhir::issue(IssueType::value, "the token server's access_token cannot be sent in a header");
  if (fhir::lower_case(answer["token_type"].text()) != "bearer")
    return fhir::issue(IssueType::value, "the token server's token_type is not bearer");
  return AccessToken{std::string(token), lifetime_of(answer["expires_in"].number())};
}

}  // namespace

bool is_sendable_token(std::string_view text) {
  return text.size() <= longest_token && std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

Result<TokenEndpoint> parse_token_endpoint(std::string_view text) {
  auto url = parse_url(text);
  if (!url) return url.error();
  if (!url->origin.tls && !url->origin.is_loopback())
    return fhir::issue(IssueType::value, "the URL is http, but not on this machine");
  // To compare addresses a slash at the end does not matter; to ask there it does.
  if (text.substr(0, text.find('?')).ends_with('/') && url->path != "/") url->path += '/';
  return TokenEndpoint{std::move(*url), std::string(text)};
}

Result<TokenEndpoint> token_endpoint_in(std::string configuration, bool allows_loopback) {
  fhir::JsonDocument document;
  const auto json = document.parse(configuration);
  if (!json) return fhir::issue(IssueType::structure, "the FHIR server's smart-configuration is not JSON");
  const auto text = (*json)["token_endpoint"].text();
  if (text.empty())
    return fhir::issue(IssueType::structure, "the FHIR server's smart-configuration has no token_endpoint");
  auto endpoint = parse_token_endpoint(text);
  if (!endpoint) return fhir::issue(IssueType::value, "token_endpoint: " + endpoint.error().diagnostics);
  if (endpoint->url.origin.is_loopback() && !allows_loopback)
    return fhir::issue(IssueType::security, "token_endpoint: the URL leads to this machine");
  return endpoint;
}

std::string token_request_body(std::string_view scope, std::string_view assertion) {
  return "grant_type=client_credentials&scope=" + form_encoded(scope) +
         "&client_assertion_type=" + form_encoded(assertion_type) + "&client_assertion=" + form_encoded(assertion);
}

Result<AccessToken> access_token_in(std::string body) {
  fhir::JsonDocument document;
  const auto json = document.parse(body);
  if (!json) return fhir::issue(IssueType::structure, "the token server's answer is not JSON");
  return token_of(*json);
}

std::string_view token_error_in(std::string body) {
  static constexpr std::string_view errors[] = {"invalid_request",     "invalid_client",         "invalid_grant",
                                                "unauthorized_client", "unsupported_grant_type", "invalid_scope"};
  fhir::JsonDocument document;
  const auto json = document.parse(body);
  if (!json) return "";
  const auto* const found = std::ranges::find(errors, (*json)["error"].text());
  return found == std::end(errors) ? "" : *found;
}

}  // namespace server
