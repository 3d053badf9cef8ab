#include "server/verification_key.h"

#include <gtest/gtest.h>
#include <openssl/err.h>

#include <optional>

#include "signed_tokens.h"

namespace {

using namespace server_test;
using server::JwsAlgorithm;
using server::VerificationKey;

std::optional<VerificationKey> key_from(std::string jwk, server::IdentityLimits limits = {}) {
  fhir::JsonDocument document;
  const auto json = document.parse(jwk);
  return json ? VerificationKey::from_jwk(*json, limits) : std::nullopt;
}

constexpr std::string_view text = "header.payload";

bool is_verified(EVP_PKEY* key, JwsAlgorithm algorithm, const std::string& signature) {
  return key_from(public_jwk(key, "a"))->verifies(algorithm, text, signature);
}

// A number of so many bytes, as the group's order or near it.
std::string order_of(EVP_PKEY* key, int plus = 0) {
  BIGNUM* order = nullptr;
  EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_ORDER, &order);
  if (plus >= 0) BN_add_word(order, static_cast<BN_ULONG>(plus));
  if (plus < 0) BN_sub_word(order, static_cast<BN_ULONG>(-plus));
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(order)), '\0');
  BN_bn2bin(order, reinterpret_cast<unsigned char*>(bytes.data()));
  BN_free(order);
  return bytes;
}

TEST(VerificationKey, verifies_by_each_algorithm) {
  struct Case {
    JwsAlgorithm algorithm;
    EVP_PKEY* key;
  };
  const Case cases[] = {{JwsAlgorithm::es256, p256()},
                        {JwsAlgorithm::es384, p384()},
                        {JwsAlgorithm::rs256, rsa()},
                        {JwsAlgorithm::rs384, rsa()},
                        {JwsAlgorithm::ps384, rsa()}};
  for (const auto& signer : cases) {
    const auto signature = jws_signature(signer.key, text, to_string(signer.algorithm));
    const auto key = key_from(public_jwk(signer.key, "a"));
    ASSERT_TRUE(key.has_value());
    EXPECT_TRUE(key->verifies(signer.algorithm, text, signature)) << to_string(signer.algorithm);
    EXPECT_FALSE(key->verifies(signer.algorithm, "header.payloae", signature));
    EXPECT_FALSE(key->verifies(signer.algorithm, "", signature));
    // Row 21: the same signature under every other algorithm.
    for (const auto other :
         {JwsAlgorithm::es256, JwsAlgorithm::es384, JwsAlgorithm::rs256, JwsAlgorithm::rs384, JwsAlgorithm::ps384})
      EXPECT_EQ(key->verifies(other, text, signature), other == signer.algorithm) << to_string(other);
  }
}

TEST(VerificationKey, is_of_one_client_only) {
  const auto other_ec = ec_key();
  EXPECT_FALSE(is_verified(p384(), JwsAlgorithm::es384, jws_signature(other_ec.get(), text, "ES384")));
  const auto other_rsa = rsa_key();
  EXPECT_FALSE(is_verified(rsa(), JwsAlgorithm::rs384, jws_signature(other_rsa.get(), text, "RS384")));
}

TEST(VerificationKey, verifies_numbers_that_begin_with_zeros) {
  const auto key = key_from(public_jwk(p384(), "a"));
  for (int time = 0; time < 600; ++time) {
    const std::string other = std::to_string(time);
    ASSERT_TRUE(key->verifies(JwsAlgorithm::es384, other, jws_signature(p384(), other, "ES384")));
  }
}

// Row 22, and Wycheproof's classes for ECDSA in JWS.
TEST(VerificationKey, refuses_ES384_signatures_of_the_wrong_form) {
  const std::string good = jws_signature(p384(), text, "ES384");
  const std::string r = good.substr(0, 48), s = good.substr(48), zero(48, '\0'), one = std::string(47, '\0') + '\x01';
  ASSERT_TRUE(is_verified(p384(), JwsAlgorithm::es384, good));
  const std::pair<const char*, std::string> bad[] = {
      {"empty", ""},
      {"all zeros (CVE-2022-21449)", std::string(96, '\0')},
      {"r = 0", zero + s},
      {"s = 0", r + zero},
      {"r = 1, s = 0", one + zero},
      {"r = 0, s = 1", zero + one},
      {"r = s = 1", one + one},
      {"r = n", order_of(p384()) + s},
      {"s = n", r + order_of(p384())},
      {"r = n, s = n", order_of(p384()) + order_of(p384())},
      {"r = n, s = 0", order_of(p384()) + zero},
      {"r = n - 1, s = n - 1", order_of(p384(), -1) + order_of(p384(), -1)},
      {"r = n + 1", order_of(p384(), 1) + s},
      {"all ones", std::string(96, '\xFF')},
      {"s and r exchanged", s + r},
      {"DER in place of raw", signature_of(p384(), text, EVP_sha384())},
      {"raw as DER", der_of(good)},
      {"a byte less", good.substr(0, 95)},
      {"a byte less in front", good.substr(1)},
      {"a byte more", good + '\0'},
      {"a zero in front", '\0' + good},
      {"a zero in front of both", '\0' + r + '\0' + s},
      {"half", r},
      {"twice", good + good},
      {"of P-256's length", good.substr(0, 64)},
      {"of P-521's length", good + std::string(36, '\0')},
      {"a bit changed in r", static_cast<char>(good[0] ^ 1) + good.substr(1)},
      {"a bit changed in s", good.substr(0, 95) + static_cast<char>(good[95] ^ 1)},
      {"over SHA-256", raw_of(signature_of(p384(), text, EVP_sha256()), 48)}};
  for (const auto& [name, signature] : bad) EXPECT_FALSE(is_verified(p384(), JwsAlgorithm::es384, signature)) << name;
}

// Numbers that are too large by a whole order: some libraries reduce them.
TEST(VerificationKey, refuses_ES256_numbers_beyond_the_order) {
  const std::string good = jws_signature(p256(), text, "ES256");
  ASSERT_TRUE(is_verified(p256(), JwsAlgorithm::es256, good));
  EXPECT_FALSE(is_verified(p256(), JwsAlgorithm::es256, order_of(p256()) + good.substr(32)));
  EXPECT_FALSE(is_verified(p256(), JwsAlgorithm::es256, std::string(64, '\0')));
  EXPECT_FALSE(is_verified(p256(), JwsAlgorithm::es256, good + '\0'));
}

TEST(VerificationKey, refuses_RS384_signatures_of_the_wrong_form) {
  const std::string good = jws_signature(rsa(), text, "RS384");
  ASSERT_TRUE(is_verified(rsa(), JwsAlgorithm::rs384, good));
  const std::pair<const char*, std::string> bad[] = {
      {"empty", ""},
      {"all zeros", std::string(256, '\0')},
      {"one", std::string(255, '\0') + '\x01'},
      {"all ones", std::string(256, '\xFF')},
      {"a byte less", good.substr(0, 255)},
      {"a byte less in front", good.substr(1)},
      {"a zero in front", '\0' + good},
      {"a byte more", good + '\0'},
      {"a bit changed", good.substr(0, 255) + static_cast<char>(good[255] ^ 1)},
      {"over SHA-256", jws_signature(rsa(), text, "RS256")},
      {"by PSS", jws_signature(rsa(), text, "PS384")},
      {"without the digest's name", signature_of(rsa(), text, EVP_md_null())}};
  for (const auto& [name, signature] : bad) EXPECT_FALSE(is_verified(rsa(), JwsAlgorithm::rs384, signature)) << name;
}

// RFC 7518 section 3.5: the salt is as long as the hash.
TEST(VerificationKey, refuses_PS384_signatures_of_the_wrong_form) {
  EXPECT_TRUE(is_verified(rsa(), JwsAlgorithm::ps384, signature_of(rsa(), text, EVP_sha384(), 48)));
  for (const int salt : {0, 20, 32, 47, 49, 64})
    EXPECT_FALSE(is_verified(rsa(), JwsAlgorithm::ps384, signature_of(rsa(), text, EVP_sha384(), salt))) << salt;
  EXPECT_FALSE(is_verified(rsa(), JwsAlgorithm::ps384, signature_of(rsa(), text, EVP_sha256(), 48)));
  EXPECT_FALSE(is_verified(rsa(), JwsAlgorithm::ps384, jws_signature(rsa(), text, "RS384")));
  EXPECT_FALSE(is_verified(rsa(), JwsAlgorithm::ps384, std::string(256, '\0')));
}

TEST(VerificationKey, leaves_no_error_behind_for_others) {
  is_verified(p384(), JwsAlgorithm::es384, std::string(96, '\0'));
  is_verified(rsa(), JwsAlgorithm::rs384, std::string(256, '\xFF'));
  key_from(json_of({{"kty", "EC"}, {"crv", "P-384"}, {"x", std::string(64, 'A')}, {"y", std::string(64, 'A')}}));
  EXPECT_EQ(ERR_peek_error(), 0U);
}

TEST(VerificationKey, says_what_it_is_for) {
  const auto fitting = [](const std::string& jwk) {
    std::string names;
    const auto key = key_from(jwk);
    for (const auto algorithm :
         {JwsAlgorithm::es256, JwsAlgorithm::es384, JwsAlgorithm::rs256, JwsAlgorithm::rs384, JwsAlgorithm::ps384})
      if (key && key->fits(algorithm)) names.append(to_string(algorithm)).append(" ");
    return names;
  };
  EXPECT_EQ(fitting(public_jwk(p256(), "a")), "ES256 ");
  EXPECT_EQ(fitting(public_jwk(p384(), "a")), "ES384 ");
  EXPECT_EQ(fitting(public_jwk(rsa(), "a")), "RS256 RS384 PS384 ");
  EXPECT_EQ(fitting(public_jwk(rsa(), "a", R"(,"alg":"RS384","use":"sig","key_ops":["verify"])")), "RS384 ");
  EXPECT_EQ(fitting(public_jwk(p384(), "a", R"(,"key_ops":["sign","verify"])")), "ES384 ");
  for (const char* more : {R"(,"use":"enc")", R"(,"use":1)", R"(,"alg":"ES256")", R"(,"alg":"RS384")",
                           R"(,"alg":"none")", R"(,"alg":"HS384")", R"(,"alg":"ECDH-ES")", R"(,"alg":null)",
                           R"(,"key_ops":["sign"])", R"(,"key_ops":[])", R"(,"key_ops":"verify")"})
    EXPECT_EQ(fitting(public_jwk(p384(), "a", more)), "") << more;
}

TEST(VerificationKey, may_have_any_text_for_its_kid) {
  EXPECT_EQ(key_from(public_jwk(p384(), "a+/=; DROP TABLE"))->key_id(), "a+/=; DROP TABLE");
  EXPECT_EQ(key_from(public_jwk(p384(), ""))->key_id(), std::nullopt);
  EXPECT_FALSE(key_from(public_jwk(p384(), "", R"(,"kid":1)")).has_value());
}

TEST(VerificationKey, is_refused_with_a_private_or_symmetric_part) {
  EXPECT_FALSE(key_from(ec_jwk(p384())).has_value());
  EXPECT_TRUE(key_from(ec_jwk(p384(), "a", false)).has_value());
  EXPECT_FALSE(key_from(rsa_jwk(rsa())).has_value());
  EXPECT_FALSE(key_from(R"({"kty":"oct","k":"c2VjcmV0","kid":"a"})").has_value());
  for (const char* name : {"d", "k", "p", "q", "dp", "dq", "qi", "oth"})
    EXPECT_FALSE(key_from(public_jwk(p384(), "a", std::string(",\"").append(name).append("\":null"))).has_value())
        << name;
}

TEST(VerificationKey, lies_on_its_curve) {
  const std::string x = number_of(p384(), OSSL_PKEY_PARAM_EC_PUB_X, 48),
                    y = number_of(p384(), OSSL_PKEY_PARAM_EC_PUB_Y, 48);
  const auto ec = [](std::string crv, std::string a, std::string b) {
    return key_from(json_of({{"kty", "EC"}, {"crv", std::move(crv)}, {"x", std::move(a)}, {"y", std::move(b)}}))
        .has_value();
  };
  EXPECT_TRUE(ec("P-384", x, y));
  const std::string zero(64, 'A'), ones(64, '_');
  EXPECT_FALSE(ec("P-384", x, x));
  EXPECT_FALSE(ec("P-384", zero, zero));
  EXPECT_FALSE(ec("P-384", ones, ones));
  EXPECT_FALSE(ec("P-384", y, x));
  EXPECT_FALSE(ec("P-256", x, y));
  EXPECT_FALSE(ec("P-521", x, y));
  EXPECT_FALSE(ec("secp384r1", x, y));
  EXPECT_FALSE(ec("", x, y));
  EXPECT_FALSE(ec("P-384", x, ""));
  EXPECT_FALSE(ec("P-384", "AA" + x, y));
  EXPECT_FALSE(ec("P-384", x.substr(0, 63) + "!", y));
  EXPECT_FALSE(ec("P-384", x + "=", y));
}

TEST(VerificationKey, of_RSA_is_strong_and_not_too_long) {
  const std::string n = number_of(rsa(), OSSL_PKEY_PARAM_RSA_N);
  const auto of = [](std::string modulus, std::string e) {
    return key_from(json_of({{"kty", "RSA"}, {"n", std::move(modulus)}, {"e", std::move(e)}})).has_value();
  };
  EXPECT_TRUE(of(n, "AQAB"));
  EXPECT_FALSE(of(number_of(rsa_key(1024).get(), OSSL_PKEY_PARAM_RSA_N), "AQAB"));
  EXPECT_FALSE(of(base64url(std::string(1025, '\xFF')), "AQAB"));
  EXPECT_TRUE(of(base64url(std::string(1024, '\xFF')), "AQAB"));
  EXPECT_FALSE(of(base64url(std::string(255, '\xFF') + '\xFE'), "AQAB"));  // even
  for (const char* e : {"", "AQ", "Aw", "EQ", "AQAA", "AAAA", "AQAAAAAAAAAB", "!"}) EXPECT_FALSE(of(n, e)) << e;
  EXPECT_FALSE(of("", "AQAB"));
  EXPECT_FALSE(of(n + "=", "AQAB"));
}

TEST(VerificationKey, is_an_object_with_a_kind) {
  for (const char* jwk : {"{}", "[]", "null", "1", R"({"kty":"OKP","crv":"Ed25519","x":"AA"})", R"({"kty":["EC"]})",
                          R"({"kty":"ec","crv":"P-384"})"})
    EXPECT_FALSE(key_from(jwk).has_value()) << jwk;
}

}  // namespace
