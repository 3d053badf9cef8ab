#include "server/json_bytes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "server/json_writer.h"

namespace {

using server::JsonBytes;

std::string written(std::string_view text) {
  JsonBytes json;
  json.text(text);
  return std::string(json.view());
}

std::string by_rapidjson(std::string_view text) {
  server::KeptJsonWriter json;
  server::write(json.begin(), text);
  return std::string(json.text());
}

TEST(JsonBytes, writes_each_byte_as_rapidjson_does_wherever_it_stands) {
  for (int byte = 0; byte < 256; ++byte)
    for (std::size_t before = 0; before < 67; ++before)
      for (const auto behind : {0UL, 3UL, 9UL, 35UL}) {
        const auto text = std::string(before, 'a') + static_cast<char>(byte) + std::string(behind, 'b');
        EXPECT_EQ(written(text), by_rapidjson(text)) << byte << " behind " << before << " before " << behind;
      }
}

TEST(JsonBytes, writes_every_pair_of_bytes_as_rapidjson_does) {
  std::string text;
  for (int first = 0; first < 256; ++first)
    for (int second = 0; second < 256; ++second) {
      text += static_cast<char>(first);
      text += static_cast<char>(second);
    }
  EXPECT_EQ(written(text), by_rapidjson(text));
}

TEST(JsonBytes, writes_two_escapes_however_far_they_are_apart) {
  for (std::size_t between = 0; between < 70; ++between)
    for (std::size_t behind = 0; behind < 20; ++behind) {
      const auto text = "\xC3\xA9\n" + std::string(between, 'a') + '"' + std::string(behind, 'b');
      EXPECT_EQ(written(text), by_rapidjson(text)) << between << ' ' << behind;
    }
}

TEST(JsonBytes, writes_numbers_as_people_do) {
  const auto number = [](double value) {
    JsonBytes json;
    json.number(value);
    return std::string(json.view());
  };
  EXPECT_EQ(number(70), "70");
  EXPECT_EQ(number(-0.0), "0");
  EXPECT_EQ(number(-2.6), "-2.6");
  EXPECT_EQ(number(1e15), "1000000000000000.0");
  EXPECT_EQ(number(27.125), "27.125");
  EXPECT_EQ(number(-std::numeric_limits<double>::denorm_min()), "-5e-324");
  EXPECT_EQ(number(-std::numeric_limits<double>::max()), "-1.7976931348623157e308");
}

TEST(JsonBytes, writes_numbers_as_rapidjson_does_where_it_is_told_to) {
  JsonBytes json;
  json.integer(std::numeric_limits<std::int64_t>::min());
  json.put(' ');
  json.decimal(2, 3);
  json.put(' ');
  json.decimal(1.0425, 3);
  EXPECT_EQ(json.view(), "-9223372036854775808 2.0 1.042");
}

TEST(JsonBytes, leaves_out_what_is_empty) {
  JsonBytes json;
  json.member(R"({"a":)", "1");
  json.member(R"(,"b":)", "");
  json.member_list(R"(,"c":)", std::vector<std::string_view>{});
  json.member_list(R"(,"d":)", std::vector<std::string_view>{"x", "\""});
  json.put('}');
  EXPECT_EQ(json.view(), R"({"a":"1","d":["x","\""]})");
}

TEST(JsonBytes, grows_and_begins_again) {
  JsonBytes json;
  const std::string long_text(100'000, '\x1f');
  json.raw("[");
  for (int i = 0; i < 3; ++i) json.text(long_text);
  EXPECT_EQ(json.view().size(), 1 + 3 * (2 + 6 * long_text.size()));
  json.clear();
  EXPECT_EQ(json.view(), "");
}

}  // namespace
