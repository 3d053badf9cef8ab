#include "server/jwk_set.h"

#include <gtest/gtest.h>

#include "signed_tokens.h"

namespace {

using namespace server_test;
using server::JwkSet;
using server::JwsAlgorithm;

bool has(const JwkSet& set, std::optional<std::string_view> kid, JwsAlgorithm algorithm) {
  return set.find(kid, algorithm) != nullptr;
}

TEST(JwkSet, finds_a_key_by_its_kid_and_algorithm) {
  const auto set = JwkSet::parse(jwk_set({public_jwk(p384(), "ec"), public_jwk(rsa(), "rsa")})).value();
  EXPECT_TRUE(has(set, "ec", JwsAlgorithm::es384));
  EXPECT_TRUE(has(set, "rsa", JwsAlgorithm::rs384));
  EXPECT_FALSE(has(set, "ec", JwsAlgorithm::rs384));
  EXPECT_FALSE(has(set, "rsa", JwsAlgorithm::es384));
  for (const char* kid : {"", "EC", "ec ", "../ec", "' OR 1=1 --"})
    EXPECT_FALSE(has(set, kid, JwsAlgorithm::es384)) << kid;
  EXPECT_FALSE(has(set, std::string(1 << 20, 'k'), JwsAlgorithm::es384));
}

TEST(JwkSet, passes_over_keys_that_are_of_no_use) {
  const auto set =
      JwkSet::parse(jwk_set({"null", "[]", "{}", R"({"kty":"oct","k":"AA","kid":"a"})", ec_jwk(p384(), "a"),
                             public_jwk(p384(), "a", R"(,"use":"enc")"), public_jwk(p384(), "a")}))
          .value();
  EXPECT_TRUE(has(set, "a", JwsAlgorithm::es384));
  EXPECT_TRUE(has(set, std::nullopt, JwsAlgorithm::es384));
}

TEST(JwkSet, has_one_key_for_a_token_without_kid) {
  const auto one = JwkSet::parse(jwk_set({public_jwk(p384(), "")})).value();
  EXPECT_TRUE(has(one, std::nullopt, JwsAlgorithm::es384));
  EXPECT_FALSE(has(one, std::nullopt, JwsAlgorithm::rs384));
  EXPECT_FALSE(has(one, "", JwsAlgorithm::es384));
  EXPECT_FALSE(has(one, "a", JwsAlgorithm::es384));
  const auto two = JwkSet::parse(jwk_set({public_jwk(p384(), ""), public_jwk(rsa(), "")})).value();
  EXPECT_FALSE(has(two, std::nullopt, JwsAlgorithm::es384));
}

TEST(JwkSet, gives_no_key_where_two_are_meant) {
  const auto other = ec_key();
  const auto twice =
      JwkSet::parse(jwk_set({public_jwk(p384(), "a"), public_jwk(other.get(), "a"), public_jwk(rsa(), "b")}));
  EXPECT_FALSE(has(*twice, "a", JwsAlgorithm::es384));
  EXPECT_TRUE(has(*twice, "b", JwsAlgorithm::rs384));
  const auto kinds = JwkSet::parse(jwk_set({public_jwk(p384(), "a"), public_jwk(rsa(), "a")}));
  EXPECT_TRUE(has(*kinds, "a", JwsAlgorithm::es384));
  EXPECT_TRUE(has(*kinds, "a", JwsAlgorithm::ps384));
}

TEST(JwkSet, tells_whether_it_is_of_use) {
  const auto set = JwkSet::parse(jwk_set({public_jwk(p384(), "a")})).value();
  const std::vector<JwsAlgorithm> es384 = {JwsAlgorithm::rs384, JwsAlgorithm::es384}, rs384 = {JwsAlgorithm::rs384};
  EXPECT_TRUE(set.has_key_for(es384));
  EXPECT_FALSE(set.has_key_for(rs384));
  EXPECT_FALSE(JwkSet::parse(R"({"keys":[]})").value().has_key_for(es384));
}

TEST(JwkSet, is_refused_if_it_is_none) {
  for (const char* text :
       {"", "{}", "[]", "null", "<html></html>", R"({"keys":{}})", R"({"keys":null})", R"({"Keys":[]})",
        R"({"keys":[],"keys":[]})", R"({"keys":[)", R"({"keys":[]}x)", R"({"keys":[{"kid":"a","kid":"b"}]})"}) {
    const auto set = JwkSet::parse(text);
    ASSERT_FALSE(set.has_value()) << text;
    EXPECT_EQ(set.error().diagnostics, "is no JWK Set");
  }
  const auto alone = JwkSet::parse(public_jwk(p384(), "a"));
  EXPECT_FALSE(alone.has_value());
}

TEST(JwkSet, is_bounded) {
  EXPECT_TRUE(JwkSet::parse(R"({"keys":[]})" + std::string(65'536 - 11, ' ')).has_value());
  EXPECT_EQ(JwkSet::parse(R"({"keys":[]})" + std::string(65'536 - 10, ' ')).error().diagnostics,
            "is longer than 65536 bytes");
  const auto of = [](int count) {
    std::string text = R"({"keys":[{})";
    for (int at = 1; at < count; ++at) text += ",{}";
    return JwkSet::parse(text + "]}");
  };
  EXPECT_TRUE(of(100).has_value());
  EXPECT_EQ(of(101).error().diagnostics, "has more than 100 keys");
}

}  // namespace
