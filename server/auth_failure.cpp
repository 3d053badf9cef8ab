#include "server/auth_failure.h"

#include <array>
#include <stdexcept>
#include <string>

namespace server {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, auth_failure_count> words = {"no-authorization",  "several-authorizations",
                                                                    "not-bearer",        "token-too-long",
                                                                    "malformed-token",   "malformed-header",
                                                                    "unsupported-type",  "critical-header",
                                                                    "wrong-algorithm",   "malformed-claims",
                                                                    "unknown-issuer",    "wrong-audience",
                                                                    "expired",           "not-yet-valid",
                                                                    "lifetime-too-long", "wrong-tenant",
                                                                    "wrong-jku",         "wrong-certificate",
                                                                    "unknown-key",       "keys-unavailable",
                                                                    "bad-signature",     "busy",
                                                                    "replayed",          "replay-memory-full",
                                                                    "replay-memory-down"};

}  // namespace

std::string_view to_string(AuthFailure failure) { return words.at(static_cast<std::size_t>(failure)); }

void throw_exception_from_error(const AuthFailure& failure, const boost::source_location& where) {
  throw std::logic_error(std::string("unexpected failure in ") + where.function_name() + ": " +
                         std::string(to_string(failure)));
}

}  // namespace server
