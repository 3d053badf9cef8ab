// What is said between the service and an authorization server: OAuth 2.0 client credentials, as SMART Backend
// Services has them (https://hl7.org/fhir/smart-app-launch/backend-services.html). No I/O.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "fhir/result.h"
#include "server/http_url.h"

namespace server {

// True if it may stand in a header behind "Bearer " (RFC 6750 section 2.1 allows less; some servers' tokens have more),
// and is not longer than others read.
bool is_sendable_token(std::string_view text);

// Where tokens are asked for.
struct TokenEndpoint {
  HttpUrl url;
  std::string written;  // as the other side writes it, which is what it compares an assertion's audience with

  friend bool operator==(const TokenEndpoint&, const TokenEndpoint&) = default;
};

// A token endpoint from its URL. Refuses (Issue value) what is no URL, and http unless it is to this machine.
fhir::Result<TokenEndpoint> parse_token_endpoint(std::string_view text);

// The token endpoint that a FHIR server's .well-known/smart-configuration names. Refuses (Issue structure, value) a
// text without a proper one, and (Issue security) one on this machine unless `allows_loopback`: a server elsewhere has
// no business with what runs here.
fhir::Result<TokenEndpoint> token_endpoint_in(std::string configuration, bool allows_loopback);

// The body of the request, application/x-www-form-urlencoded.
std::string token_request_body(std::string_view scope, std::string_view assertion);

struct AccessToken {
  std::string text;
  std::chrono::seconds lifetime;  // at least one
};

// The token in a response of status 200. Refuses (Issue structure, value) what is none of type Bearer that can stand
// in a header; the diagnostics hold nothing of it.
fhir::Result<AccessToken> access_token_in(std::string body);

// The error of a refused request, "invalid_client", if it is one of those of RFC 6749 section 5.2; "" otherwise.
std::string_view token_error_in(std::string body);

}  // namespace server
