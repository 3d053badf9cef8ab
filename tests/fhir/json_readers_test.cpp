// Two readers read the same: what the fast one takes, the thorough one reads alike, and what is usual the fast one
// takes.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "fhir/json_fast_reader.h"
#include "fhir/json_thorough_reader.h"
#include "fhir/limits.h"
#include "tests/fhir/same_json.h"

namespace fhir {
namespace {

// What each of them makes of a text.
struct Readings {
  explicit Readings(std::string_view text)
      : fast_text(text), thorough_text(text), is_fast(read_fast(fast_text, fast_nodes, characters)) {
    is_thorough = read_thoroughly(thorough_text.data(), thorough_text.size(), thorough_nodes).has_value();
  }
  Json fast() const { return {fast_nodes.data(), 0}; }
  Json thorough() const { return {thorough_nodes.data(), 0}; }
  // The fast reader may leave a text to the other one; it may not take what that one refuses, or read it as something
  // else.
  bool agree() const { return !is_fast || (is_thorough && is_same_json(fast(), thorough())); }

  std::string fast_text, thorough_text;
  fhir::List<JsonNode> fast_nodes, thorough_nodes;
  JsonCharacters characters;
  bool is_fast = false, is_thorough = false;
};

std::string file_text(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

TEST(JsonReaders, read_what_real_clients_send_alike_and_fast) {
  int files = 0;
  for (const auto* folder : {CLIENT_FIXTURES, GOLDEN_PATIENTS})
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() != ".json") continue;
      const Readings readings(file_text(entry.path()));
      EXPECT_TRUE(readings.is_fast) << entry.path();
      EXPECT_TRUE(readings.agree()) << entry.path();
      ++files;
    }
  EXPECT_GT(files, 20);
}

TEST(JsonReaders, read_every_kind_of_value_alike) {
  for (const auto* text : {"{}",
                           "[]",
                           "0",
                           "-1",
                           "true",
                           "false",
                           "null",
                           "\"\"",
                           "\"a\"",
                           "[1,-2.5,3e2,1e-7]",
                           "9223372036854775807",
                           "18446744073709551615",
                           "-9223372036854775808",
                           "0.1",
                           "123456789.123456789",
                           "4.9e-324",
                           "1.7976931348623157e308",
                           R"({"a":{"b":[{"c":null},[[]],{}]},"d":"e"})",
                           R"("\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t\u0000x")",
                           " { \"a\" : [ 1 , 2 ] } \n",
                           "\"\xC3\xA9\xF0\x9F\x98\x80\"",
                           R"([{"a":1,"b":2,"ab":3,"ba":4,"aa":5,"bb":6}])"}) {
    const Readings readings(text);
    EXPECT_TRUE(readings.is_fast) << text;
    EXPECT_TRUE(readings.agree()) << text;
  }
}

TEST(JsonReaders, agree_on_what_is_refused) {
  for (const std::string text : {"",
                                 " ",
                                 "{",
                                 "[1,]",
                                 "{\"a\":1,}",
                                 "{'a':1}",
                                 "01",
                                 "1.",
                                 ".5",
                                 "+1",
                                 "1e",
                                 "NaN",
                                 "tru",
                                 "[1] 2",
                                 "\"\t\"",
                                 R"("\ud800")",
                                 R"("\udc00\ud800")",
                                 R"("\x")",
                                 "\"\xC0\x80\"",
                                 "\"\xED\xA0\x80\"",
                                 "\"\xFF\"",
                                 "\xEF\xBB\xBF{}",
                                 "1e400",
                                 R"({"a":1,"a":2})",
                                 R"({"a":{"b":1,"c":2,"b":3}})",
                                 R"({"":1,"":2})",
                                 R"({"a":1,"\u0061":2})"}) {
    const Readings readings(text);
    EXPECT_FALSE(readings.is_fast) << text;
    EXPECT_FALSE(readings.is_thorough) << text;
  }
  EXPECT_FALSE(Readings(std::string("[\0]", 3)).is_fast);
  EXPECT_FALSE(Readings(std::string("[]\0", 3)).is_fast);
}

// Tokens that may not stand where they stand, or that are none.
TEST(JsonReaders, agree_on_what_is_out_of_place) {
  for (const auto* text : {"[1}",
                           "{\"a\":1]",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1,\"b\"}",
                           "{1:2}",
                           "{\"a\" 1}",
                           "{\"a\",1}",
                           "{:1}",
                           "{,}",
                           "[,]",
                           "[1,,2]",
                           "[1:2]",
                           "[1 2]",
                           "[\"a\" 1]",
                           "[\"a\"\"b\"]",
                           "[\"a\"b]",
                           "[a\"b\"]",
                           "\"a\"b",
                           "[]]",
                           "{}}",
                           "]",
                           "}",
                           ",",
                           ":",
                           "1 2",
                           "\"a\" \"b\"",
                           "[true false]",
                           "[true\"a\"]",
                           "[truefalse]",
                           "[nul]",
                           "[nulll]",
                           "[1\"a\"]",
                           "[1\\\"a]",
                           "[\\]",
                           "[-]",
                           "[--1]",
                           "[1.5.5]",
                           "[1e5e5]",
                           "[1\f]",
                           "[1\x1A]",
                           "[\x0C]"}) {
    const Readings readings(text);
    EXPECT_FALSE(readings.is_fast) << text;
    EXPECT_FALSE(readings.is_thorough) << text;
  }
}

// A text of every kind of token, with each of its bytes left out, made another one, or as the last.
TEST(JsonReaders, agree_on_every_change_of_a_byte) {
  const std::string text = R"( {"a":[1,-2.5e3 ,"b\n\u00e9" ,true],"":{"c" : null,"d":"",)"
                           "\n\"\xC3\xA9\":[ ],\"e\":[{},[[]],false,0]}} ";
  ASSERT_TRUE(Readings(text).is_fast);
  for (std::size_t at = 0; at < text.size(); ++at) {
    EXPECT_TRUE(Readings(text.substr(0, at)).agree()) << at;
    EXPECT_TRUE(Readings(std::string(text).erase(at, 1)).agree()) << at;
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = text;
      changed[at] = static_cast<char>(byte);
      const Readings readings(changed);
      EXPECT_TRUE(readings.agree()) << at << " " << byte;
      EXPECT_EQ(readings.is_fast, readings.is_thorough) << at << " " << byte;
    }
  }
}

// Which stand in memory of their own.
TEST(JsonReaders, read_strings_with_escapes_beside_others) {
  for (const auto* text : {R"(["a","\n","b","c\td",""])", R"({"\u0061":"x","b\\":["\"","y"],"c":"\/"})", R"("\\\"")",
                           R"(["\u0000","","\\"])"}) {
    const Readings readings(text);
    EXPECT_TRUE(readings.is_fast) << text;
    EXPECT_TRUE(readings.agree()) << text;
  }
  std::string many = "[";
  for (int i = 0; i < 1000; ++i) many += R"("\ud83d\ude00 and more","plain","\\",)";
  const Readings readings(many + "0]");
  EXPECT_TRUE(readings.is_fast && readings.agree());
}

std::string members(std::size_t count) {
  std::string text = "{";
  for (std::size_t i = 0; i < count; ++i) text.append(i == 0 ? "\"n" : ",\"n").append(std::to_string(i)).append("\":0");
  return text + "}";
}

// Whose names are compared one with another, and whose the thorough reader sorts.
TEST(JsonReaders, find_a_name_twice_among_few_and_many) {
  for (const std::size_t count : {2u, 3u, 31u, 32u, 33u, 500u}) {
    const std::string text = members(count);
    EXPECT_TRUE(Readings(text).is_thorough);
    EXPECT_TRUE(Readings(text).agree());
    for (const auto* place : {"\"n0\"", "\"n1\""}) {
      std::string twice = text;
      twice.insert(twice.size() - 1, std::string(",").append(place).append(":1"));
      EXPECT_FALSE(Readings(twice).is_fast) << count;
      EXPECT_FALSE(Readings(twice).is_thorough) << count;
    }
  }
}

TEST(JsonReaders, read_as_many_members_as_the_limit_and_no_more) {
  EXPECT_TRUE(Readings(members(limits::json_members)).is_thorough);
  const Readings more(members(limits::json_members + 1));
  EXPECT_FALSE(more.is_fast || more.is_thorough);
}

TEST(JsonReaders, leave_what_is_long_or_deep_to_the_thorough_one) {
  const Readings longest("\"" + std::string(longest_fast_text - 2, 'x') + "\"");
  EXPECT_TRUE(longest.is_fast && longest.agree());
  const Readings longer("\"" + std::string(longest_fast_text - 1, 'x') + "\"");
  EXPECT_TRUE(!longer.is_fast && longer.is_thorough);
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(Readings(nested(limits::json_depth)).is_fast);
  EXPECT_FALSE(Readings(nested(limits::json_depth + 1)).is_fast);
}

TEST(JsonReaders, read_one_text_after_another_into_the_same_memory) {
  fhir::List<JsonNode> nodes;
  JsonCharacters characters;
  for (const auto& [text, value] :
       {std::pair<std::string, std::string_view>{R"(["first, and long"])", "first, and long"},
        {R"(["2"])", "2"},
        {R"(["third"])", "third"}}) {
    std::string copy = text;
    ASSERT_TRUE(read_fast(copy, nodes, characters));
    EXPECT_EQ((*Json(nodes.data(), 0).elements().begin()).text(), value);
    EXPECT_EQ(copy, text) << "it keeps what it says";
  }
}

}  // namespace
}  // namespace fhir
