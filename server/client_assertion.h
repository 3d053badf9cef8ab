// The signed JWT by which the service says who it is when it asks for an access token: private_key_jwt of SMART
// Backend Services (https://hl7.org/fhir/smart-app-launch/client-confidential-asymmetric.html).
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "fhir/result.h"

namespace server {

// A private key, of one of the two kinds that SMART has every server accept. Immutable; may be shared.
class SigningKey {
 public:
  // Reads a private JWK: EC on the curve P-384 for ES384, or RSA of 2048 bits or more for RS384, with a kid. Refuses
  // (Issue value, required) every other; the diagnostics hold nothing of the key. The text is wiped afterwards.
  static fhir::Result<std::shared_ptr<const SigningKey>> parse(std::string jwk);
  ~SigningKey();
  SigningKey(const SigningKey&) = delete;
  SigningKey& operator=(const SigningKey&) = delete;

  // "ES384" or "RS384".
  std::string_view algorithm() const { return algorithm_; }
  // By which the other side finds the public key.
  const std::string& key_id() const { return key_id_; }

  // The compact form of a JWS (RFC 7515) of type JWT over this payload.
  fhir::Result<std::string> sign(std::string_view payload) const;

 private:
  struct Jwk;
  SigningKey(std::unique_ptr<const Jwk> jwk, std::string_view algorithm, std::string key_id);

  std::unique_ptr<const Jwk> jwk_;
  std::string_view algorithm_;  // a literal
  std::string key_id_;
};

// What an assertion says besides its own number.
struct AssertionClaims {
  std::string client_id;  // both issuer and subject
  std::string audience;   // the URL that the assertion is sent to
  std::chrono::sys_seconds now;
};

// An assertion for one use, valid for some minutes from `now`.
fhir::Result<std::string> client_assertion(const SigningKey& key, const AssertionClaims& claims);

}  // namespace server
