#include "server/p384_key.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "fhir/json.h"
#include "signed_tokens.h"

namespace {

using namespace server_test;
using server::P384Key;

std::string from_hexadecimal(std::string_view digits) {
  std::string bytes;
  for (std::size_t at = 0; at + 1 < digits.size(); at += 2)
    bytes.push_back(static_cast<char>(std::stoi(std::string(digits.substr(at, 2)), nullptr, 16)));
  return bytes;
}

std::optional<P384Key> key_of(EVP_PKEY* key) {
  return P384Key::at(from_base64url(number_of(key, OSSL_PKEY_PARAM_EC_PUB_X, 48)),
                     from_base64url(number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y, 48)));
}

bool is_on_curve(std::string_view x, std::string_view y) {
  return P384Key::at(from_hexadecimal(x), from_hexadecimal(y)).has_value();
}

TEST(P384Key, verifies_what_OpenSSL_has_signed) {
  for (int time = 0; time < 20; ++time) {
    const auto pair = ec_key();
    const auto key = key_of(pair.get());
    const std::string text(static_cast<std::size_t>(100 * time), 'a');
    const std::string signature = jws_signature(pair.get(), text, "ES384");
    EXPECT_TRUE(key->verifies(text, signature));
    EXPECT_FALSE(key->verifies(text + "a", signature));
    EXPECT_FALSE(key_of(p384())->verifies(text, signature));
  }
}

TEST(P384Key, refuses_a_signature_with_any_bit_changed) {
  const auto key = key_of(p384());
  const std::string good = jws_signature(p384(), "text", "ES384");
  ASSERT_TRUE(key->verifies("text", good));
  for (std::size_t bit = 0; bit < 8 * good.size(); ++bit) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(key->verifies("text", bad)) << bit;
  }
}

TEST(P384Key, refuses_a_signature_of_another_length) {
  const auto key = key_of(p384());
  const std::string good = jws_signature(p384(), "text", "ES384");
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(key->verifies("text", good.substr(0, size)));
  EXPECT_FALSE(key->verifies("text", good + '\0'));
  EXPECT_FALSE(key->verifies("text", '\0' + good));
}

// The points with x = 2 and x = 0: their x has a second form that fits into 48 bytes, x + p.
TEST(P384Key, has_coordinates_within_their_field) {
  const std::string zeros(95, '0'),
      p_plus("fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000");
  const std::string y_of_2 =
      "8cdeadbbd04911a3c1931e26df3fa6439dca9c7eb286fbd46fc319f0e2bb780232baf57825fc0c1912ada2fefe84024c";
  const std::string y_of_0 =
      "c306610fb0ae5a159cf45c06069f22a6c5eb3641c602d42dea2c4b4f75550793406d80d2b91ad54f9048bd487af1ade1";
  EXPECT_TRUE(is_on_curve(zeros + "2", y_of_2));
  EXPECT_TRUE(is_on_curve(zeros + "0", y_of_0));
  EXPECT_FALSE(is_on_curve(p_plus + "0000000100000001", y_of_2));
  EXPECT_FALSE(is_on_curve(p_plus + "00000000ffffffff", y_of_0));
}

TEST(P384Key, is_a_point_of_full_length_on_the_curve) {
  const std::string x = from_base64url(number_of(p384(), OSSL_PKEY_PARAM_EC_PUB_X, 48)),
                    y = from_base64url(number_of(p384(), OSSL_PKEY_PARAM_EC_PUB_Y, 48)), zero(48, '\0');
  EXPECT_TRUE(P384Key::at(x, y).has_value());
  EXPECT_FALSE(P384Key::at(y, x).has_value());
  EXPECT_FALSE(P384Key::at(zero, zero).has_value());
  EXPECT_FALSE(P384Key::at('\0' + x, '\0' + y).has_value());
  EXPECT_FALSE(P384Key::at(x.substr(1), y).has_value());
  EXPECT_FALSE(P384Key::at(x, y.substr(0, 47)).has_value());
  EXPECT_FALSE(P384Key::at("", "").has_value());
}

// The one vector of Wycheproof that is right and yet refused: u1 G = u2 Q (server/p384_key.cpp).
constexpr double point_duplication = 228;

TEST(P384Key, agrees_with_Wycheproof) {
  std::ifstream file(WYCHEPROOF_ES384, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  fhir::JsonDocument document;
  const auto vectors = document.parse(text);
  ASSERT_TRUE(vectors.has_value());
  int right = 0, wrong = 0;
  for (const auto group : (*vectors)["testGroups"].elements()) {
    const std::string point = from_hexadecimal(group["publicKeyUncompressed"].text());
    const auto key = P384Key::at(point.substr(1, 48), point.substr(49));
    ASSERT_TRUE(key.has_value());
    for (const auto test : group["tests"].elements()) {
      const bool is_right = test["result"].text() == "valid";
      ++(is_right ? right : wrong);
      EXPECT_EQ(key->verifies(from_hexadecimal(test["msg"].text()), from_hexadecimal(test["sig"].text())),
                is_right && test["tcId"].number() != point_duplication)
          << *test["tcId"].number() << ": " << test["comment"].text();
    }
  }
  EXPECT_EQ(right, 193);
  EXPECT_EQ(wrong, 87);
}

}  // namespace
