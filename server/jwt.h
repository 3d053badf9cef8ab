// The token by which an EHR says who calls: a JWT in the compact form of a JWS (RFC 7519, RFC 7515; CDS Hooks R213 to
// R219), taken apart strictly. Nothing here is believed yet: anyone may have written it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/auth_failure.h"
#include "server/jws_algorithm.h"
#include "server/limits.h"

namespace server {

// A NumericDate (RFC 7519 section 2), which may have a fraction.
using TokenTime = std::chrono::sys_time<std::chrono::milliseconds>;

struct JwtHeader {
  JwsAlgorithm algorithm = JwsAlgorithm::es384;
  std::optional<std::string> key_id;   // kid: any text
  std::optional<std::string> key_url;  // jku
};

struct JwtClaims {
  std::string issuer;
  std::vector<std::string> audience;  // one or more
  std::string id;                     // jti; never empty
  TokenTime issued;                   // iat
  TokenTime expires;                  // exp
  std::optional<TokenTime> not_before;
  std::optional<std::string> tenant;
};

struct UnverifiedJwt {
  JwtHeader header;
  JwtClaims claims;
  std::string_view signed_text;  // the bytes as received that the signature is for: a part of the token's text
  std::string signature;         // decoded
};

// Refuses every text but that of a JWT with all that CDS Hooks requires, of the right types and within the limits.
// Members that it does not name are passed over; a member twice is refused, as is `crit` (no extension is understood)
// and `b64` (RFC 7797). The result refers to `token`.
AuthResult<UnverifiedJwt> take_apart(std::string_view token, const IdentityLimits& limits = {});

}  // namespace server
