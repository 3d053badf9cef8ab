#include "server/verification_key.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <utility>

#include "server/base64url.h"

namespace server {
namespace {

using fhir::Json;

template <class T, void (*release)(T*)>
struct Releases {
  void operator()(T* object) const { release(object); }
};
template <class T, void (*release)(T*)>
using Owned = std::unique_ptr<T, Releases<T, release>>;
using BigNumber = Owned<BIGNUM, BN_free>;
using Parameters = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using ParameterBuilder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using KeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using DigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using EcdsaSignature = Owned<ECDSA_SIG, ECDSA_SIG_free>;

constexpr std::size_t p256_number_bytes = 32;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

BigNumber number_of(std::string_view bytes) {
  return BigNumber(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

// nullptr for a key that OpenSSL refuses, such as a point that is not on its curve.
std::shared_ptr<EVP_PKEY> public_key(const char* type, OSSL_PARAM_BLD* builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    ERR_clear_error();
    return nullptr;
  }
  return {key, EVP_PKEY_free};
}

bool has_private_part(Json jwk) {
  constexpr std::string_view names[] = {"d", "k", "p", "q", "dp", "dq", "qi", "oth"};
  return std::ranges::any_of(names, [&](std::string_view name) { return jwk[name].exists(); });
}

// RFC 7517 sections 4.2 and 4.3.
bool is_for_verifying(Json jwk) {
  if (jwk["use"].exists() && jwk["use"].text() != "sig") return false;
  if (!jwk["key_ops"].exists()) return true;
  const auto operations = jwk["key_ops"].elements();
  return std::any_of(operations.begin(), operations.end(), [](Json one) { return one.text() == "verify"; });
}

const EVP_MD* digest_of(JwsAlgorithm algorithm) {
  const bool is_short = algorithm == JwsAlgorithm::es256 || algorithm == JwsAlgorithm::rs256;
  return is_short ? EVP_sha256() : EVP_sha384();
}

// The two numbers of an ECDSA signature as OpenSSL wants them. Whether they are in range it checks by itself.
std::string der_of(std::string_view raw) {
  const auto half = raw.size() / 2;
  auto r = number_of(raw.substr(0, half));
  auto s = number_of(raw.substr(half));
  const EcdsaSignature signature(ECDSA_SIG_new());
  if (!r || !s || !signature) return {};
  ECDSA_SIG_set0(signature.get(), r.release(), s.release());
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  if (size <= 0) return {};
  std::string result(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return result;
}

bool is_verified(EVP_PKEY* key, JwsAlgorithm algorithm, std::string_view text, std::string_view signature) {
  const DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* options = nullptr;  // the context's
  if (!context || EVP_DigestVerifyInit(context.get(), &options, digest_of(algorithm), nullptr, key) != 1) return false;
  if (algorithm == JwsAlgorithm::ps384 && (EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) != 1 ||
                                           EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) != 1))
    return false;
  return EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text), text.size()) == 1;
}

}  // namespace

std::optional<VerificationKey> VerificationKey::from_jwk(Json jwk, const IdentityLimits& limits) {
  if (has_private_part(jwk) || !is_for_verifying(jwk)) return std::nullopt;
  if (jwk["kid"].exists() && !jwk["kid"].is_string()) return std::nullopt;
  std::optional<VerificationKey> key;
  if (jwk["kty"].text() == "EC") key = of_curve(jwk);
  if (jwk["kty"].text() == "RSA") key = of_rsa(jwk, limits);
  if (!key) return std::nullopt;
  if (jwk["kid"].exists()) key->key_id_ = jwk["kid"].text();
  if (jwk["alg"].exists()) {
    const auto algorithm = parse_jws_algorithm(jwk["alg"].text());
    if (!algorithm || !key->fits(*algorithm)) return std::nullopt;
    key->only_for_ = algorithm;
  }
  return key;
}

// RFC 7518 section 6.2.1: each coordinate has the full length of the field.
std::optional<VerificationKey> VerificationKey::of_curve(Json jwk) {
  const auto curve = jwk["crv"].text();
  if (curve != "P-256" && curve != "P-384") return std::nullopt;
  const auto x = decode_base64url(jwk["x"].text());
  const auto y = decode_base64url(jwk["y"].text());
  if (!x || !y) return std::nullopt;
  if (curve == "P-256") return of_p256(*x, *y);
  auto key = P384Key::at(*x, *y);
  if (!key) return std::nullopt;
  return VerificationKey(Kind::p384, *std::move(key));
}

std::optional<VerificationKey> VerificationKey::of_p256(std::string_view x, std::string_view y) {
  if (x.size() != p256_number_bytes || y.size() != p256_number_bytes) return std::nullopt;
  const std::string point = std::string(1, '\x04').append(x).append(y);  // uncompressed: SEC 1 section 2.3.3
  const ParameterBuilder builder(OSSL_PARAM_BLD_new());
  if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
    return std::nullopt;
  auto key = public_key("EC", builder.get());
  if (!key) return std::nullopt;
  return VerificationKey(Kind::p256, std::move(key));
}

// FIPS 186-5 section 5.4: an exponent is odd and more than 2^16. Larger than 64 bits none is, and verifying takes long.
std::optional<VerificationKey> VerificationKey::of_rsa(Json jwk, const IdentityLimits& limits) {
  constexpr int most_exponent_bits = 64;
  constexpr unsigned long too_small_exponent = 0x10000;
  const auto n = decode_base64url(jwk["n"].text());
  const auto e = decode_base64url(jwk["e"].text());
  if (!n || !e) return std::nullopt;
  const auto modulus = number_of(*n);
  const auto exponent = number_of(*e);
  if (!modulus || !exponent) return std::nullopt;
  const int bits = BN_num_bits(modulus.get());
  if (bits < limits.least_rsa_bits || bits > limits.most_rsa_bits || BN_is_odd(modulus.get()) != 1) return std::nullopt;
  if (BN_is_odd(exponent.get()) != 1 || BN_num_bits(exponent.get()) > most_exponent_bits ||
      BN_get_word(exponent.get()) <= too_small_exponent)
    return std::nullopt;
  const ParameterBuilder builder(OSSL_PARAM_BLD_new());
  if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
    return std::nullopt;
  auto key = public_key("RSA", builder.get());
  if (!key) return std::nullopt;
  return VerificationKey(Kind::rsa, std::move(key));
}

bool VerificationKey::fits(JwsAlgorithm algorithm) const {
  if (only_for_ && *only_for_ != algorithm) return false;
  switch (algorithm) {
    case JwsAlgorithm::es256:
      return kind_ == Kind::p256;
    case JwsAlgorithm::es384:
      return kind_ == Kind::p384;
    default:
      return kind_ == Kind::rsa;
  }
}

bool VerificationKey::verifies(JwsAlgorithm algorithm, std::string_view signed_bytes,
                               std::string_view signature) const {
  if (!fits(algorithm)) return false;
  if (const auto* p384 = std::get_if<P384Key>(&key_)) return p384->verifies(signed_bytes, signature);
  auto* const key = std::get<OpensslKey>(key_).get();
  const bool is_rsa = kind_ == Kind::rsa;
  const std::size_t size = is_rsa ? static_cast<std::size_t>(EVP_PKEY_get_size(key)) : 2 * p256_number_bytes;
  if (signature.size() != size) return false;
  const bool verified = is_verified(key, algorithm, signed_bytes, is_rsa ? std::string(signature) : der_of(signature));
  ERR_clear_error();  // what stays there is taken for an error of the next TLS connection on this thread
  return verified;
}

}  // namespace server
