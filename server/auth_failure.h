// Why a caller was refused. For the log, and for counting; never for the caller, who always gets the same 401 (R223).
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <string_view>

namespace server {

enum class AuthFailure : std::uint8_t {
  no_authorization,        // no Authorization header, and no certificate that would do without
  several_authorizations,  // more than one header
  not_bearer,              // another scheme, or nothing behind it
  token_too_long,
  malformed_token,     // not three segments of canonical base64url
  malformed_header,    // no JSON object, or a member of the wrong type
  unsupported_type,    // a typ other than JWT
  critical_header,     // crit or b64
  wrong_algorithm,     // none of ours, or none of this client's
  malformed_claims,    // no JSON object, a member of the wrong type, or a required one is missing
  unknown_issuer,      // or one whose tokens no keys are configured for
  wrong_audience,      // aud is not the URL of this endpoint
  expired,             // exp has passed
  not_yet_valid,       // iat or nbf is to come
  lifetime_too_long,   // exp is not behind iat, or too far
  wrong_tenant,        // not the one that is configured
  wrong_jku,           // not the one that is configured
  wrong_certificate,   // no verified certificate with one of the client's names
  unknown_key,         // no key with this kid fits the algorithm
  keys_unavailable,    // the client's keys could not be had
  bad_signature,       //
  busy,                // too many tokens of this client wait for their signatures to be checked: answered 503
  replayed,            // the jti was used before
  replay_memory_full,  // this client has used more tokens than are remembered
  replay_memory_down,  // whether the jti was used before could not be learned
};

// Every one, for those who count them.
inline constexpr std::size_t auth_failure_count = static_cast<std::size_t>(AuthFailure::replay_memory_down) + 1;

// A word of lower-case letters and "-".
std::string_view to_string(AuthFailure failure);

template <class T>
using AuthResult = boost::system::result<T, AuthFailure>;

[[noreturn]] void throw_exception_from_error(const AuthFailure& failure, const boost::source_location& where);

}  // namespace server
