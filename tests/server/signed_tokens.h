// Tokens for tests, right and wrong, signed by OpenSSL: independent of what verifies them.
#pragma once

#include <openssl/rsa.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "signing_keys.h"

namespace server_test {

// Keys take long to make: one of each kind serves all tests of a program that need no other.
inline EVP_PKEY* p256() {
  static const auto key = ec_key("P-256");
  return key.get();
}
inline EVP_PKEY* p384() {
  static const auto key = ec_key();
  return key.get();
}
inline EVP_PKEY* rsa() {
  static const auto key = rsa_key();
  return key.get();
}

// The public part of a key as a JWK; `more` are further members, such as R"(,"use":"sig")".
inline std::string public_jwk(EVP_PKEY* key, const std::string& kid, const std::string& more = "") {
  std::string jwk;
  if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC) {
    const bool is_short = EVP_PKEY_get_bits(key) == 256;
    jwk = json_of({{"kty", "EC"},
                   {"crv", is_short ? "P-256" : "P-384"},
                   {"kid", kid},
                   {"x", number_of(key, OSSL_PKEY_PARAM_EC_PUB_X, is_short ? 32 : 48)},
                   {"y", number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y, is_short ? 32 : 48)}});
  } else {
    jwk = json_of({{"kty", "RSA"},
                   {"kid", kid},
                   {"n", number_of(key, OSSL_PKEY_PARAM_RSA_N)},
                   {"e", number_of(key, OSSL_PKEY_PARAM_RSA_E)}});
  }
  return jwk.insert(jwk.size() - 1, more);
}

inline std::string jwk_set(std::initializer_list<std::string> jwks) {
  std::string text = R"({"keys":[)";
  for (const auto& jwk : jwks) text.append(text.back() == '[' ? "" : ",").append(jwk);
  return text + "]}";
}

// The two numbers of an ECDSA signature in DER, each of so many bytes, side by side.
inline std::string raw_of(const std::string& der, int bytes) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(
      d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free);
  std::string raw(static_cast<std::size_t>(2 * bytes), '\0');
  auto* to = reinterpret_cast<unsigned char*>(raw.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), to, bytes);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), to + bytes, bytes);
  return raw;
}

inline constexpr int no_pss = -100;

// As OpenSSL makes it: DER for EC. `salt` is the length of a PSS salt, or no_pss.
inline std::string signature_of(EVP_PKEY* key, std::string_view text, const EVP_MD* digest, int salt = no_pss) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* options = nullptr;
  EVP_DigestSignInit(context.get(), &options, digest, nullptr, key);
  if (salt != no_pss) {
    EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(options, salt);
  }
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t size = 0;
  EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size());
  std::string signature(size, '\0');
  EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes, text.size());
  signature.resize(size);
  return signature;
}

// As JWS has it, for one of our algorithms.
inline std::string jws_signature(EVP_PKEY* key, std::string_view text, std::string_view algorithm) {
  const EVP_MD* digest = algorithm.ends_with("256") ? EVP_sha256() : EVP_sha384();
  if (algorithm.starts_with("PS")) return signature_of(key, text, digest, RSA_PSS_SALTLEN_DIGEST);
  const std::string signature = signature_of(key, text, digest);
  return algorithm.starts_with("ES") ? raw_of(signature, EVP_PKEY_get_bits(key) / 8) : signature;
}

// Members by name; each value is a JSON text.
using JsonMembers = std::map<std::string, std::string>;

inline std::string to_json(const JsonMembers& members) {
  std::string text = "{";
  for (const auto& [name, value] : members)
    text.append(text.size() > 1 ? "," : "").append("\"" + name + "\":").append(value);
  return text + "}";
}

struct TokenParts {
  JsonMembers header;
  JsonMembers claims;

  std::string signed_text() const { return base64url(to_json(header)) + "." + base64url(to_json(claims)); }
  // The compact form, with this signature.
  std::string with(const std::string& signature) const { return signed_text() + "." + base64url(signature); }
  std::string signed_by(EVP_PKEY* key, std::string_view algorithm = "ES384") const {
    return with(jws_signature(key, signed_text(), algorithm));
  }
};

}  // namespace server_test
