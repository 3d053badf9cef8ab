// A public key that tokens are verified by (JWK, RFC 7517; RFC 7518 section 6), on OpenSSL; those on P-384 on nettle.
//
// The algorithm is told by who verifies, never by the token, and fits the kind of the key: a library that takes both
// from the token would have to be watched for every mix of them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "fhir/json.h"
#include "server/jws_algorithm.h"
#include "server/limits.h"
#include "server/p384_key.h"

struct evp_pkey_st;

namespace server {

// Immutable; may be shared by threads.
class VerificationKey {
 public:
  // A key for one of our algorithms: on P-256 or P-384, or RSA within the limits. Nothing for every other, for one
  // that says it is for something else (use, key_ops, alg), and for one with a private or symmetric part: whoever
  // published that has lost the key.
  static std::optional<VerificationKey> from_jwk(fhir::Json jwk, const IdentityLimits& limits = {});

  // kid; nothing if it has none.
  const std::optional<std::string>& key_id() const { return key_id_; }
  // True if the key is of the algorithm's kind, and says nothing else.
  bool fits(JwsAlgorithm algorithm) const;
  // True if the key fits, and this is its signature of these bytes: for ES256 and ES384 the two numbers side by side
  // (RFC 7518 section 3.4), for RSA of the modulus' length. PSS with a salt of the hash's length (section 3.5).
  bool verifies(JwsAlgorithm algorithm, std::string_view signed_bytes, std::string_view signature) const;

 private:
  enum class Kind : std::uint8_t { p256, p384, rsa };
  using OpensslKey = std::shared_ptr<evp_pkey_st>;
  using PublicKey = std::variant<OpensslKey, P384Key>;
  VerificationKey(Kind kind, PublicKey key) : kind_(kind), key_(std::move(key)) {}
  static std::optional<VerificationKey> of_curve(fhir::Json jwk);
  static std::optional<VerificationKey> of_p256(std::string_view x, std::string_view y);
  static std::optional<VerificationKey> of_rsa(fhir::Json jwk, const IdentityLimits& limits);

  Kind kind_;
  PublicKey key_;
  std::optional<std::string> key_id_;
  std::optional<JwsAlgorithm> only_for_;  // alg
};

}  // namespace server
