#include "server/jwt.h"

#include <utility>

#include "fhir/ascii.h"
#include "fhir/json.h"
#include "server/base64url.h"

namespace server {
namespace {

using fhir::Json;

// The end of the year 2199. Beyond it, and before 1970, no date of a token makes sense; within, a double holds
// milliseconds exactly enough, and the clock's nanoseconds do not overflow, which they do in 2262.
constexpr double latest_second = 7'258'118'399.0;

struct Segments {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
};

// RFC 7515 section 7.1: exactly two dots.
std::optional<Segments> segments_of(std::string_view token) {
  const auto first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) return std::nullopt;
  return Segments{token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1)};
}

// A member that may be missing, but is a string if it is there. False if it is something else.
bool read_text(Json member, std::optional<std::string>& text) {
  if (!member.exists()) return true;
  if (!member.is_string()) return false;
  text.emplace(member.text());
  return true;
}

AuthResult<JwtHeader> header_in(Json json) {
  if (!json.is_object()) return AuthFailure::malformed_header;
  JwtHeader header;
  std::optional<std::string> type;
  if (!json["alg"].is_string() || !read_text(json["typ"], type) || !read_text(json["kid"], header.key_id) ||
      !read_text(json["jku"], header.key_url))
    return AuthFailure::malformed_header;
  if (json["crit"].exists() || json["b64"].exists()) return AuthFailure::critical_header;
  const auto algorithm = parse_jws_algorithm(json["alg"].text());
  if (!algorithm) return AuthFailure::wrong_algorithm;
  // R214 requires it; not all clients send it, and a JWT that does not say so is one all the same.
  if (type && !fhir::equal_without_case(*type, "JWT")) return AuthFailure::unsupported_type;
  header.algorithm = *algorithm;
  return header;
}

std::optional<TokenTime> time_in(Json json) {
  const auto seconds = json.number();
  if (!seconds || !(*seconds >= 0 && *seconds <= latest_second)) return std::nullopt;
  return TokenTime(std::chrono::milliseconds(static_cast<std::int64_t>(*seconds * 1000)));
}

// RFC 7519 section 4.1.3: one string, or an array of them. Empty if it is neither.
std::vector<std::string> audience_in(Json json) {
  if (json.is_string()) return {std::string(json.text())};
  std::vector<std::string> audience;
  for (const Json one : json.elements()) {
    if (!one.is_string()) return {};
    audience.emplace_back(one.text());
  }
  return audience;
}

AuthResult<JwtClaims> claims_in(Json json, const IdentityLimits& limits) {
  JwtClaims claims;
  const auto issued = time_in(json["iat"]);
  const auto expires = time_in(json["exp"]);
  claims.not_before = time_in(json["nbf"]);
  if (!issued || !expires || (json["nbf"].exists() && !claims.not_before)) return AuthFailure::malformed_claims;
  claims.issued = *issued;
  claims.expires = *expires;
  claims.issuer = json["iss"].text();
  claims.audience = audience_in(json["aud"]);
  claims.id = json["jti"].text();
  if (claims.issuer.empty() || claims.audience.empty() || claims.id.empty() || claims.id.size() > limits.token_id_bytes)
    return AuthFailure::malformed_claims;
  if (!read_text(json["tenant"], claims.tenant)) return AuthFailure::malformed_claims;
  return claims;
}

// Parsing changes the text, and what is read from it is copied.
template <class Read>
auto read_segment(std::string_view segment, AuthFailure no_json, Read read) -> decltype(read(Json())) {
  auto text = decode_base64url(segment);
  if (!text) return AuthFailure::malformed_token;
  fhir::JsonDocument document;
  const auto json = document.parse(*text);
  if (!json) return no_json;
  return read(*json);
}

}  // namespace

AuthResult<UnverifiedJwt> take_apart(std::string_view token, const IdentityLimits& limits) {
  if (token.size() > limits.token_bytes) return AuthFailure::token_too_long;
  const auto segments = segments_of(token);
  if (!segments) return AuthFailure::malformed_token;
  auto header = read_segment(segments->header, AuthFailure::malformed_header, header_in);
  if (!header) return header.error();
  auto claims = read_segment(segments->payload, AuthFailure::malformed_claims,
                             [&](Json json) { return claims_in(json, limits); });
  if (!claims) return claims.error();
  auto signature = decode_base64url(segments->signature);
  if (!signature) return AuthFailure::malformed_token;
  const auto signed_size = segments->header.size() + 1 + segments->payload.size();
  return UnverifiedJwt{std::move(*header), std::move(*claims), token.substr(0, signed_size), std::move(*signature)};
}

}  // namespace server
