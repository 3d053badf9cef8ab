// RFC 8259 section 6: numbers, and how they become doubles.
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "tests/fhir/json_text.h"

namespace fhir {
namespace {

double number(std::string_view text) {
  const JsonText json(text);
  return json.is_read() ? json.root().number().value_or(std::nan("")) : std::nan("");
}

TEST(JsonNumber, is_read_in_every_form_of_the_grammar) {
  const std::pair<const char*, double> numbers[] = {
      {"0", 0},
      {"7", 7},
      {"-1", -1},
      {"10", 10},
      {"-123", -123},
      {"0.5", 0.5},
      {"-2.5", -2.5},
      {"1e2", 100},
      {"1E2", 100},
      {"1e+2", 100},
      {"1E-2", 0.01},
      {"0e1", 0},
      {"0e+1", 0},
      {"0E0", 0},
      {"-1.25e-1", -0.125},
      {"123.456e78", 123.456e78},
      {"1e-07", 1e-7},
      {"0.0000001", 1e-7},
      {"20e00", 20},
      {"4294967295", 4294967295.0},
      {"4294967296", 4294967296.0},
      {"-2147483648", -2147483648.0},
      {"-2147483649", -2147483649.0},
      {"9007199254740993", 9007199254740992.0},  // between two doubles: the even one
      {"18446744073709551616", 18446744073709551616.0},
      {"-9223372036854775809", -9223372036854775808.0},
  };
  for (const auto& [text, value] : numbers) EXPECT_EQ(number(text), value) << text;
}

TEST(JsonNumber, is_refused_in_any_other_form) {
  for (const char* text : {"-",
                           "+1",
                           "--1",
                           "-+1",
                           "01",
                           "-01",
                           "00",
                           "012.5",
                           ".5",
                           "-.5",
                           "1.",
                           "-1.",
                           "1.e1",
                           "0.e1",
                           "1e",
                           "1E+",
                           "1e-",
                           "0e",
                           "0.3e",
                           "0.3e+",
                           "1eE2",
                           "1e2.5",
                           "1.2.3",
                           "1 000",
                           "1,5",
                           "1_000",
                           "0x1F",
                           "0b1",
                           "1f",
                           "1a",
                           "-1x",
                           "1e1e1",
                           "++1",
                           "- 1",
                           "-a",
                           "NaN",
                           "-NaN",
                           "nan",
                           "Infinity",
                           "-Infinity",
                           "Inf",
                           "inf",
                           "1.0e+-1",
                           "0.1.2",
                           "1-1",
                           "\xEF\xBC\x91",
                           "\xE2\x88\x92"
                           "1",
                           "[1+2]",
                           "[-]",
                           "[1.]",
                           "[01]",
                           "{\"a\":.1}"})
    EXPECT_FALSE(is_read(text)) << text;
}

TEST(JsonNumber, ends_where_its_context_ends_it) {
  const JsonText text("[1,-2.5 ,3e2\n,{\"a\":4},[5]]");
  ASSERT_TRUE(text.is_read());
  auto element = text.root().elements().begin();
  EXPECT_EQ((*element++).number(), 1.0);
  EXPECT_EQ((*element++).number(), -2.5);
  EXPECT_EQ((*element++).number(), 300.0);
  EXPECT_EQ((*element++)["a"].number(), 4.0);
}

TEST(JsonNumber, below_the_smallest_double_is_nought) {
  for (const char* text : {"1e-400", "-1e-400", "2e-324", "123456789e-99999999999999999999",
                           "0.00000000000000000001e-310", "11.47783848879563749e-325"})
    EXPECT_EQ(number(text), 0.0) << text;
  EXPECT_EQ(number("0e400"), 0.0);
  EXPECT_EQ(number("5e-324"), std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(number("2.2250738585072011e-308"), 2.2250738585072011e-308);
}

TEST(JsonNumber, below_the_smallest_double_in_hundreds_of_digits_is_nought) {
  EXPECT_EQ(number(std::string("0.").append(400, '0').append("1e-5")), 0.0);
  EXPECT_EQ(number(std::string("0.").append(400, '0').append("1")), 0.0);
  EXPECT_EQ(number(std::string("0.").append(400, '0').append("1e401")), 1.0);
  EXPECT_EQ(number(std::string("0.").append(200, '0').append("1")), 1e-201);
}

// RapidJSON's own conversion takes some of these for finite numbers of any size and sign.
TEST(JsonNumber, beyond_the_largest_double_is_refused) {
  for (const std::string text :
       {"1e309", "-1e309", "1e400", "17.8e308", "-17.8e308", "1.7976931348623159e308", "17976931348623159e292",
        "9703316914076967847e295", "0.5297264617435845607e309", "999999999999999999999e307", "1e99999999999999999999"})
    EXPECT_FALSE(is_read(text)) << text;
  EXPECT_FALSE(is_read(std::string(400, '9')));
  EXPECT_FALSE(is_read(std::string("-") + std::string(400, '9') + ".5"));
  EXPECT_EQ(number("1.7976931348623157e308"), std::numeric_limits<double>::max());
  EXPECT_EQ(number("1e308"), 1e308);
}

TEST(JsonNumber, refused_as_too_big_says_so_without_the_number) {
  const JsonText text(R"({"value":17.8e308})");
  ASSERT_FALSE(text.is_read());
  EXPECT_EQ(text.refusal().code, IssueType::structure);
  EXPECT_EQ(text.refusal().diagnostics, "a number outside the range of a double (byte 9)");
}

TEST(JsonNumber, may_be_minus_nought) {
  EXPECT_EQ(number("-0"), 0.0);
  EXPECT_TRUE(std::signbit(number("-0.0")));
  EXPECT_EQ(number("-0e-5"), 0.0);
}

TEST(JsonNumber, of_very_many_digits_is_rounded_once) {
  EXPECT_EQ(number(std::string("0.") + std::string(5000, '3')), 1.0 / 3);
  EXPECT_EQ(number(std::string("2.5") + std::string(5000, '0')), 2.5);
  // Half way between 1 and the next double, and a little more far behind.
  EXPECT_EQ(number("1.00000000000000011102230246251565404236316680908203125"), 1.0);
  EXPECT_EQ(
      number(std::string("1.00000000000000011102230246251565404236316680908203125") + std::string(800, '0') + "1"),
      std::nextafter(1.0, 2.0));
}

TEST(JsonNumber, written_from_any_double_is_read_as_the_same) {
  std::mt19937_64 random(20260615);
  for (int i = 0; i < 20000; ++i) {
    const double value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) continue;
    std::array<char, 40> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    const std::string_view written(text.data(), static_cast<std::size_t>(end - text.data()));
    EXPECT_EQ(number(written), value) << written;
  }
}

}  // namespace
}  // namespace fhir
