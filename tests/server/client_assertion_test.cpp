#include "server/client_assertion.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "fhir/json.h"
#include "signing_keys.h"

namespace {

using namespace server_test;
using server::SigningKey;

constexpr std::chrono::sys_seconds now{std::chrono::seconds{1'780'000'000}};

std::string refusal_of(std::string jwk) {
  const auto key = SigningKey::parse(std::move(jwk));
  return key ? "" : key.error().diagnostics;
}

std::vector<std::string> parts_of(const std::string& compact) {
  const auto first = compact.find('.');
  const auto second = compact.find('.', first + 1);
  return {compact.substr(0, first), compact.substr(first + 1, second - first - 1), compact.substr(second + 1)};
}

std::string assertion_by(const SigningKey& key) {
  return *server::client_assertion(key, {"bone-health", "https://auth.example.org/token", now});
}

// One text member of a part.
std::string member_of(const std::string& part, std::string_view name) {
  std::string text = from_base64url(part);
  fhir::JsonDocument document;
  const auto json = document.parse(text);
  return json ? std::string((*json)[name].text()) : "no JSON";
}

double number_in(const std::string& part, std::string_view name) {
  std::string text = from_base64url(part);
  fhir::JsonDocument document;
  return document.parse(text).value()[name].number().value_or(-1);
}

TEST(ClientAssertion, is_signed_by_ES384) {
  const auto pair = ec_key();
  const auto key = SigningKey::parse(ec_jwk(pair.get()));
  ASSERT_TRUE(key.has_value()) << key.error().diagnostics;
  EXPECT_EQ((*key)->algorithm(), "ES384");
  // Numbers that begin with zero bytes, one signature in a hundred, must keep their places.
  for (int time = 0; time < 300; ++time) {
    const auto parts = parts_of(assertion_by(**key));
    const std::string signature = from_base64url(parts[2]);
    ASSERT_EQ(signature.size(), 96U);
    ASSERT_TRUE(is_signed_by(pair.get(), parts[0] + "." + parts[1], der_of(signature)));
  }
}

TEST(ClientAssertion, is_signed_by_RS384) {
  const auto pair = rsa_key();
  const auto key = SigningKey::parse(rsa_jwk(pair.get()));
  ASSERT_TRUE(key.has_value()) << key.error().diagnostics;
  EXPECT_EQ((*key)->algorithm(), "RS384");
  const auto parts = parts_of(assertion_by(**key));
  EXPECT_TRUE(is_signed_by(pair.get(), parts[0] + "." + parts[1], from_base64url(parts[2])));
  EXPECT_FALSE(is_signed_by(rsa_key().get(), parts[0] + "." + parts[1], from_base64url(parts[2])));
}

TEST(ClientAssertion, says_who_to_whom_and_for_how_long) {
  const auto key = SigningKey::parse(ec_jwk(ec_key().get(), "key of 2026")).value();
  const auto parts = parts_of(assertion_by(*key));
  EXPECT_EQ(member_of(parts[0], "alg"), "ES384");
  EXPECT_EQ(member_of(parts[0], "kid"), "key of 2026");
  EXPECT_EQ(member_of(parts[0], "typ"), "JWT");
  EXPECT_EQ(member_of(parts[1], "iss"), "bone-health");
  EXPECT_EQ(member_of(parts[1], "sub"), "bone-health");
  EXPECT_EQ(member_of(parts[1], "aud"), "https://auth.example.org/token");
  EXPECT_EQ(number_in(parts[1], "iat"), 1'780'000'000);
  EXPECT_GT(number_in(parts[1], "exp"), number_in(parts[1], "iat"));
  EXPECT_LE(number_in(parts[1], "exp"), number_in(parts[1], "iat") + 300);
}

TEST(ClientAssertion, has_a_number_of_its_own) {
  const auto key = SigningKey::parse(ec_jwk(ec_key().get())).value();
  std::set<std::string> numbers;
  for (int time = 0; time < 100; ++time) numbers.insert(member_of(parts_of(assertion_by(*key))[1], "jti"));
  EXPECT_EQ(numbers.size(), 100U);
  for (const auto& number : numbers) EXPECT_EQ(number.size(), 32U);
}

TEST(SigningKey, is_refused_without_what_it_needs) {
  const auto pair = ec_key();
  EXPECT_EQ(refusal_of(ec_jwk(pair.get(), "ec-1", false)), "the key has no private part");
  EXPECT_EQ(refusal_of(ec_jwk(pair.get(), "")), "the key has no kid");
  EXPECT_EQ(refusal_of(ec_jwk(pair.get(), std::string(257, 'k'))), "the key has a kid that is longer than is sent");
  EXPECT_EQ(refusal_of(""), "the key is not JSON");
  EXPECT_EQ(refusal_of("{"), "the key is not JSON");
  EXPECT_EQ(refusal_of("[]"), "the key is neither of kty EC nor RSA");
  EXPECT_EQ(refusal_of("-----BEGIN PRIVATE KEY-----"), "the key is not JSON");
}

TEST(SigningKey, is_refused_if_it_is_weak_or_of_another_kind) {
  EXPECT_EQ(refusal_of(ec_jwk(ec_key("P-256").get(), "ec-1", true, "P-256")), "the key is not on the curve P-384");
  EXPECT_EQ(refusal_of(rsa_jwk(rsa_key(1024).get())), "the key is RSA of less than 2048 bits");
  EXPECT_EQ(refusal_of(json_of({{"kty", "oct"}, {"kid", "a"}, {"k", "c2VjcmV0"}})),
            "the key is neither of kty EC nor RSA");
  const auto named = [](std::string_view name, std::string value) {
    std::string jwk = ec_jwk(ec_key().get());
    return jwk.insert(1, "\"" + std::string(name) + "\":\"" + value + "\",");
  };
  EXPECT_EQ(refusal_of(named("alg", "ES256")), "the key is not for ES384");
  EXPECT_EQ(refusal_of(named("use", "enc")), "the key is not for signatures");
  EXPECT_EQ(refusal_of(named("alg", "ES384")), "");
  EXPECT_EQ(refusal_of(named("use", "sig")), "");
}

TEST(SigningKey, is_refused_if_its_numbers_are_wrong) {
  const auto one = rsa_key();
  const auto other = rsa_key();
  EXPECT_EQ(refusal_of(rsa_jwk(one.get(), other.get())), "the key has a private part that does not fit the public one");
  EXPECT_NE(refusal_of(json_of({{"kty", "EC"}, {"crv", "P-384"}, {"kid", "a"}, {"d", "AQ"}})), "");
  EXPECT_NE(refusal_of(json_of({{"kty", "EC"}, {"crv", "P-384"}, {"kid", "a"}, {"x", "AQ"}, {"y", "AQ"}, {"d", "!"}})),
            "");
  EXPECT_NE(refusal_of(json_of({{"kty", "RSA"}, {"kid", "a"}, {"d", "AQ"}})), "");
}

TEST(SigningKey, of_EC_is_refused_if_its_public_part_is_of_another) {
  std::string jwk = ec_jwk(ec_key().get(), "ec-1", false);
  jwk.pop_back();
  const auto other = ec_key();
  jwk += ",\"d\":\"" + number_of(other.get(), OSSL_PKEY_PARAM_PRIV_KEY, 48) + "\"}";
  EXPECT_EQ(refusal_of(jwk), "the key has a private part that does not fit the public one");
}

}  // namespace
