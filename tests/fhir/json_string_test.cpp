// RFC 8259 sections 7 and 8: strings, their escapes, and the UTF-8 they are made of.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "fhir/json_thorough_reader.h"
#include "tests/fhir/json_text.h"

namespace fhir {
namespace {

// The string of a text that is one; a mark that no test expects if it was refused.
std::string string_of(const std::string& inside) {
  const JsonText text("\"" + inside + "\"");
  return text.is_read() ? std::string(text.root().text()) : "(refused)";
}

bool is_string(const std::string& inside) { return is_read("\"" + inside + "\""); }

TEST(JsonString, may_hold_any_escape_of_the_grammar) {
  EXPECT_EQ(string_of(R"(\"\\\/\b\f\n\r\t)"), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(string_of(R"(\u0041\u00e9\u00E9\u20ac\uD7ff\uE000\uFFFF)"), "A\u00e9\u00e9\u20ac\uD7FF\uE000\uFFFF");
  EXPECT_EQ(string_of(R"(\ud83d\ude00\uD834\uDd1e\uDBFF\uDFFF)"), "\U0001F600\U0001D11E\U0010FFFF");
  EXPECT_EQ(string_of(R"(\u0000)"), std::string(1, '\0'));
  EXPECT_EQ(string_of(R"(a\u0000b)"), std::string("a\0b", 3));
  EXPECT_EQ(string_of(R"(\u0022\u005C\u000a)"), "\"\\\n");
  EXPECT_EQ(string_of(R"(\\u0041 \\n)"), R"(\u0041 \n)");
  EXPECT_EQ(string_of(R"(\uFEFF\uFDD0\u200B\u2028)"), "\uFEFF\uFDD0\u200B\u2028");
}

TEST(JsonString, holds_no_other_escape) {
  for (const char* text :
       {R"(\a)",     R"(\v)",     R"(\')",     R"(\0)",     R"(\x41)",  R"(\U0041)",          R"(\ )",     R"(\1)",
        "\\\n",      "\\\x01",    R"(\u)",     R"(\u0)",    R"(\u00)",  R"(\u004)",           R"(\u004g)", R"(\u 041)",
        R"(\u+041)", R"(\u-041)", R"(\u0x41)", R"(\u{41})", "\\\u00e9", "\\\xF0\x9F\x8C\x80", "\\u\xE5",   "\\\xFF"})
    EXPECT_FALSE(is_string(text)) << text;
  EXPECT_FALSE(is_read(R"("\)"));
  EXPECT_FALSE(is_read(R"("\")"));
  EXPECT_FALSE(is_read(R"("\u00)"));
  EXPECT_FALSE(is_read(R"("\\\")"));
  EXPECT_FALSE(is_read(R"(\n)"));
  EXPECT_FALSE(is_read(R"([\u0020"asd"])"));
}

TEST(JsonString, holds_no_half_of_a_surrogate_pair) {
  for (const char* text : {R"(\ud800)",
                           R"(\uDBFF)",
                           R"(\udc00)",
                           R"(\uDFFF)",
                           R"(\uD800x)",
                           R"(\uDC00x)",
                           R"(x\uDC00)",
                           R"(\uD800\n)",
                           R"(\uD800\uD800)",
                           R"(\uD800\u0041)",
                           R"(\uD800\uE000)",
                           R"(\uDC00\uD800)",
                           R"(\uD800\uD800\uDC00)",
                           R"(\uD834\uDD1E\uDD1E)",
                           R"(\uD800\u)",
                           R"(\uD800\u1)",
                           R"(\uD800\u1x)",
                           R"(\uD800\)",
                           R"(\uDd1e\uD834)",
                           R"(\uD7FF\uDC00)",
                           "\xED\x9F\xBF\\uDC00"})
    EXPECT_FALSE(is_string(text)) << text;
  EXPECT_FALSE(is_read(R"({"\uDC00":1})"));
  EXPECT_FALSE(is_read(R"({"a":[{"b":"\uDC00"}]})"));
}

TEST(JsonString, tells_where_half_of_a_pair_stands_but_not_what_was_around_it) {
  const JsonText text(R"({"secret":"\uDC00"})");
  ASSERT_FALSE(text.is_read());
  EXPECT_EQ(text.refusal().code, IssueType::structure);
  EXPECT_TRUE(text.refusal().diagnostics.starts_with("half of a surrogate pair (byte "));
}

TEST(JsonString, holds_no_control_character_unescaped) {
  for (int c = 0; c < 0x20; ++c) {
    EXPECT_FALSE(is_string(std::string("a") + static_cast<char>(c) + "b")) << c;
    EXPECT_FALSE(is_read(std::string("{\"a") + static_cast<char>(c) + "\":1}")) << c;
  }
  EXPECT_TRUE(is_string("\x7F"));
  EXPECT_TRUE(is_string(" "));
}

TEST(JsonString, may_hold_utf_8_of_every_length) {
  for (const std::string text :
       {"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xEC\xBF\xBF", "\xED\x80\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF1\x80\x80\x80", "\xF3\xBF\xBF\xBF", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(string_of(text), text);
  }
}

// RFC 3629 section 3, and the well-formed byte sequences of The Unicode Standard, table 3-7.
TEST(JsonString, holds_no_invalid_utf_8) {
  for (const char* text : {"\x80",
                           "\xBF",
                           "\x80\x80",
                           "a\x80",
                           "\xC2",
                           "\xC2"
                           "a",
                           "\xC2\xC2",
                           "\xC2\xC0",
                           "\xE0\xA0",
                           "\xE0\xA0"
                           "a",
                           "\xE1\x80",
                           "\xE1"
                           "a",
                           "\xE1\x80\xC0",
                           "\xF1\x80\x80",
                           "\xF1\x80"
                           "a",
                           "\xF1\x80\x80\xC0",
                           "\xF0\x90\x80"
                           "a",
                           "\xC0\x80",
                           "\xC0\xAF",
                           "\xC1\xBF",
                           "\xE0\x80\x80",
                           "\xE0\x80\xAF",
                           "\xE0\x9F\xBF",
                           "\xF0\x80\x80\x80",
                           "\xF0\x80\x80\xAF",
                           "\xF0\x8F\xBF\xBF",
                           "\xED\xA0\x80",
                           "\xED\xAF\xBF",
                           "\xED\xB0\x80",
                           "\xED\xBF\xBF",
                           "\xED\xA0\xBD\xED\xB8\x80",
                           "\xF4\x90\x80\x80",
                           "\xF5\x80\x80\x80",
                           "\xF7\xBF\xBF\xBF",
                           "\xF8\x88\x80\x80\x80",
                           "\xFB\xBF\xBF\xBF\xBF",
                           "\xFC\x84\x80\x80\x80\x80",
                           "\xFC\x80\x80\x80\x80\x80",
                           "\xFE",
                           "\xFF",
                           "\xE9",
                           "\xE0\xFF"}) {
    EXPECT_FALSE(is_string(text)) << testing::PrintToString(std::string(text));
    EXPECT_FALSE(is_read(std::string("{\"") + std::string(text) + "\":1}"))
        << testing::PrintToString(std::string(text));
  }
  EXPECT_FALSE(is_read("\"\xC2"));
  EXPECT_FALSE(is_read("\"\xF1\x80\x80"));
}

// Nothing behind the byte behind the last one is touched; the sanitizer of addresses sees to it.
TEST(JsonString, may_end_within_a_character_and_is_read_no_further) {
  for (const std::string text : {"\"\xC2", "\"\xE1", "\"\xE1\x80", "\"\xF1", "\"\xF1\x80", "\"\xF1\x80\x80", "\"\xF1\"",
                                 "\"\xF1\x80\"", "\"\\n\xF4", "{\"\xF0", "\xF1", "[\xE1"}) {
    const auto buffer = std::make_unique<char[]>(text.size() + 1);
    std::ranges::copy(text, buffer.get());
    fhir::List<JsonNode> nodes;
    const auto json = read_thoroughly(buffer.get(), text.size(), nodes);
    ASSERT_FALSE(json) << testing::PrintToString(text);
    EXPECT_EQ(json.error().code, IssueType::structure);
  }
}

TEST(JsonString, takes_every_two_bytes_that_are_utf_8_and_no_others) {
  for (int first = 0x80; first < 0x100; ++first)
    for (int second = 0x20; second < 0x100; ++second) {
      if (second == '"' || second == '\\') continue;
      const std::string text{static_cast<char>(first), static_cast<char>(second)};
      const bool is_valid = first >= 0xC2 && first <= 0xDF && second >= 0x80 && second <= 0xBF;
      EXPECT_EQ(is_string(text), is_valid) << first << " " << second;
    }
}

TEST(JsonString, is_not_utf_16_nor_led_by_a_byte_order_mark) {
  EXPECT_FALSE(is_read("\xEF\xBB\xBF{}"));
  EXPECT_FALSE(is_read("\xEF\xBB\xBF"));
  EXPECT_FALSE(is_read("\xEF\xBB{}"));
  EXPECT_FALSE(is_read(std::string_view("\xFF\xFE[\0]\0", 6)));
  EXPECT_FALSE(is_read(std::string_view("[\0]\0", 4)));
  EXPECT_FALSE(is_read(std::string_view("\0[\0]", 4)));
  EXPECT_TRUE(is_string("\xEF\xBB\xBF"));
}

TEST(JsonString, may_be_megabytes_long) {
  const std::string inside(7'000'000, 'x');
  EXPECT_EQ(string_of(inside).size(), inside.size());
}

}  // namespace
}  // namespace fhir
