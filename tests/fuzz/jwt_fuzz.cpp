// Any bytes as a token, or header, claims and signature to make one of: it is refused, or taken apart into what it
// says, always alike.
#include "fuzz_input.h"
#include "server/base64url.h"
#include "server/jwt.h"

namespace {

using fuzz::expect;

std::string base64url(std::string_view bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  unsigned bits = 0;
  int held = 0;
  for (const char byte : bytes) {
    bits = (bits << 8) | static_cast<unsigned char>(byte);
    for (held += 8; held >= 6; held -= 6) text += letters[(bits >> (held - 6)) & 63u];
  }
  if (held > 0) text += letters[(bits << (6 - held)) & 63u];
  return text;
}

std::string token_of(std::string_view bytes) {
  const auto parts = fuzz::records_of(bytes);
  if (parts.size() == 1) return std::string(bytes);
  std::string token;
  for (const auto part : parts) token.append(token.empty() ? "" : ".").append(base64url(part));
  return token;
}

void check(const server::UnverifiedJwt& jwt, std::string_view token) {
  const auto& claims = jwt.claims;
  expect(token.size() <= server::IdentityLimits{}.token_bytes, "a token is bounded");
  expect(!claims.issuer.empty() && !claims.id.empty() && !claims.audience.empty(), "what is required is there");
  expect(claims.id.size() <= server::IdentityLimits{}.token_id_bytes, "a jti is bounded");
  expect(claims.expires.time_since_epoch().count() >= 0 && claims.issued.time_since_epoch().count() >= 0,
         "times are of our era");
  expect(jwt.signed_text.data() == token.data(), "what is signed is the token's beginning");
  const std::string whole = std::string(jwt.signed_text).append(".").append(base64url(jwt.signature));
  expect(whole == token, "the signature is written in one way");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto bytes = fuzz::text_of(data, size);
  const auto decoded = server::decode_base64url(bytes);
  if (decoded) expect(base64url(*decoded) == bytes, "there is one way to write bytes");
  expect(server::decode_base64url(base64url(bytes)) == bytes, "what is written can be read");

  const std::string token = token_of(bytes);
  const auto jwt = server::take_apart(token);
  const auto again = server::take_apart(token);
  expect(jwt.has_value() == again.has_value() && (jwt || jwt.error() == again.error()), "the same token reads alike");
  if (jwt) check(*jwt, token);
  if (!jwt) expect(!server::to_string(jwt.error()).empty(), "a refusal has a word");
  return 0;
}
