// Keys and certificates for tests, made anew by OpenSSL in each run; and an independent look at what was signed.
#pragma once

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace server_test {

using KeyPair = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

inline KeyPair ec_key(const char* curve = "P-384") { return {EVP_EC_gen(curve), EVP_PKEY_free}; }
inline KeyPair rsa_key(unsigned bits = 2048) { return {EVP_RSA_gen(bits), EVP_PKEY_free}; }

inline std::string base64url(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const auto* from = reinterpret_cast<const unsigned char*>(bytes.data());
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), from, static_cast<int>(bytes.size()));
  text.resize(text.find_first_of(std::string_view("=\0", 2)));
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

inline std::string from_base64url(std::string text) {
  for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
  const auto bytes = text.size() * 3 / 4;
  text.append((4 - text.size() % 4) % 4, '=');
  std::string result(text.size(), '\0');
  EVP_DecodeBlock(reinterpret_cast<unsigned char*>(result.data()), reinterpret_cast<const unsigned char*>(text.data()),
                  static_cast<int>(text.size()));
  result.resize(bytes);
  return result;
}

// A number of a key, as JWKs have it: big-endian, of `bytes` bytes, or as many as there are.
inline std::string number_of(EVP_PKEY* key, const char* name, int bytes = 0) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &number) != 1) throw std::runtime_error("the key has no such number");
  std::string result(static_cast<std::size_t>(bytes != 0 ? bytes : BN_num_bytes(number)), '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(result.data()), static_cast<int>(result.size()));
  BN_clear_free(number);
  return base64url(result);
}

using Members = std::initializer_list<std::pair<std::string_view, std::string>>;

// A JSON object of texts, without those that are empty.
inline std::string json_of(Members members) {
  std::string text = "{";
  for (const auto& [name, value] : members)
    if (!value.empty())
      text.append(text.size() > 1 ? ",\"" : "\"").append(name).append("\":\"").append(value).append("\"");
  return text + "}";
}

inline std::string ec_jwk(EVP_PKEY* key, std::string kid = "ec-1", bool with_private_part = true,
                          std::string curve = "P-384") {
  constexpr int bytes = 48;
  return json_of({{"kty", "EC"},
                  {"crv", std::move(curve)},
                  {"kid", std::move(kid)},
                  {"x", number_of(key, OSSL_PKEY_PARAM_EC_PUB_X, bytes)},
                  {"y", number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y, bytes)},
                  {"d", with_private_part ? number_of(key, OSSL_PKEY_PARAM_PRIV_KEY, bytes) : ""}});
}

// The private part may be that of another key.
inline std::string rsa_jwk(EVP_PKEY* key, EVP_PKEY* key_of_private_part, std::string kid = "rsa-1") {
  return json_of({{"kty", "RSA"},
                  {"kid", std::move(kid)},
                  {"n", number_of(key, OSSL_PKEY_PARAM_RSA_N)},
                  {"e", number_of(key, OSSL_PKEY_PARAM_RSA_E)},
                  {"d", number_of(key_of_private_part, OSSL_PKEY_PARAM_RSA_D)},
                  {"p", number_of(key_of_private_part, OSSL_PKEY_PARAM_RSA_FACTOR1)},
                  {"q", number_of(key_of_private_part, OSSL_PKEY_PARAM_RSA_FACTOR2)},
                  {"dp", number_of(key_of_private_part, OSSL_PKEY_PARAM_RSA_EXPONENT1)},
                  {"dq", number_of(key_of_private_part, OSSL_PKEY_PARAM_RSA_EXPONENT2)},
                  {"qi", number_of(key_of_private_part, OSSL_PKEY_PARAM_RSA_COEFFICIENT1)}});
}
inline std::string rsa_jwk(EVP_PKEY* key) { return rsa_jwk(key, key); }

// The two numbers of an ECDSA signature, side by side in JWS, as OpenSSL wants them.
inline std::string der_of(const std::string& raw) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(raw.data());
  const auto half = static_cast<int>(raw.size() / 2);
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(ECDSA_SIG_new(), ECDSA_SIG_free);
  ECDSA_SIG_set0(signature.get(), BN_bin2bn(bytes, half, nullptr), BN_bin2bn(bytes + half, half, nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  std::string result(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return result;
}

// True if SHA-384 of this text was signed by this key.
inline bool is_signed_by(EVP_PKEY* key, const std::string& text, const std::string& signature) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const auto* bytes = reinterpret_cast<const unsigned char*>(signature.data());
  return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha384(), nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), bytes, signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                          text.size()) == 1;
}

// A certificate that this key signed for itself.
// "private key" in PEM, as server programs read it.
inline std::string private_pem(EVP_PKEY* key, const char* passphrase = nullptr) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_PrivateKey(memory.get(), key, passphrase == nullptr ? nullptr : EVP_aes_256_cbc(), nullptr, 0, nullptr,
                           const_cast<char*>(passphrase));
  char* text = nullptr;
  const auto size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

// Signed by itself, so that it vouches for itself where it is an authority. `alternative_names` as OpenSSL's
// configuration has them: "DNS:a,URI:https://b"; "" for none.
inline std::string certificate_pem(EVP_PKEY* key, const std::string& alternative_names = "") {
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key);
  auto* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  if (!alternative_names.empty()) {
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, alternative_names.c_str()), X509_EXTENSION_free);
    X509_add_ext(certificate.get(), names.get(), -1);
  }
  X509_sign(certificate.get(), key, EVP_sha384());
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_X509(memory.get(), certificate.get());
  char* text = nullptr;
  const auto size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace server_test
