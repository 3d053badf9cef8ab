#include "server/base64url.h"

#include <gtest/gtest.h>

#include "signing_keys.h"

namespace {

using server::decode_base64url;

TEST(Base64url, gives_the_bytes) {
  // The example of RFC 7515 appendix C, and the lengths that remain.
  EXPECT_EQ(decode_base64url("A-z_4ME"), std::string("\x03\xEC\xFF\xE0\xC1"));
  EXPECT_EQ(decode_base64url(""), "");
  EXPECT_EQ(decode_base64url("YQ"), "a");
  EXPECT_EQ(decode_base64url("YWI"), "ab");
  EXPECT_EQ(decode_base64url("YWJj"), "abc");
}

TEST(Base64url, gives_back_every_byte) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) {
    all += static_cast<char>(byte);
    EXPECT_EQ(decode_base64url(server_test::base64url(all)), all);
  }
}

TEST(Base64url, has_one_text_for_the_same_bytes) {
  for (const char* text : {"YQ==", "YQ=", "YR", "YWJ", "YWI=", "Y", "A", "AAAAA", "YWJjZ", "YW Jj", "YWJj\n", "\nYWJj",
                           "YW\r\nJj", "A+z/4ME", "YWJ.", "YW\tJj", "YQ\xC3\xA4", "YWJ\x7F"})
    EXPECT_EQ(decode_base64url(text), std::nullopt) << text;
  EXPECT_EQ(decode_base64url(std::string_view("YQ\0", 3)), std::nullopt);
}

// Each last letter whose bits beyond the bytes are not zero.
TEST(Base64url, refuses_bits_that_say_nothing) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  int one_byte = 0, two_bytes = 0;
  for (const char last : letters) {
    one_byte += decode_base64url(std::string("A") + last).has_value();
    two_bytes += decode_base64url(std::string("AA") + last).has_value();
  }
  EXPECT_EQ(one_byte, 4);
  EXPECT_EQ(two_bytes, 16);
}

}  // namespace
