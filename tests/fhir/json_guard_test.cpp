// RFC 8259 sections 2 to 5 and 9: the structure of a text, and the limits on it.
#include <gtest/gtest.h>

#include <string>

#include "fhir/json_thorough_reader.h"
#include "fhir/limits.h"
#include "tests/fhir/json_text.h"

namespace fhir {
namespace {

IssueType refused_as(std::string_view text) {
  const JsonText json(text);
  return json.is_read() ? IssueType::exception : json.refusal().code;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

TEST(JsonGuard, reads_any_value_at_the_root) {
  for (const char* text : {"null",
                           "true",
                           "false",
                           "0",
                           "-1",
                           "\"\"",
                           "\"a\"",
                           "[]",
                           "{}",
                           "[[]]",
                           "[{}]",
                           "{\"a\":{}}",
                           "[null,1,\"1\",{}]",
                           "[true , false]",
                           "{\"\":0}",
                           "{\"a\":[]}",
                           "[[[],[]],[]]",
                           "{\"min\":-1.0e+28,\"max\":1.0e+28}",
                           "[\"a\",\"a\"]",
                           "{\"a\":{\"a\":{\"a\":1}}}"})
    EXPECT_TRUE(is_read(text)) << text;
}

TEST(JsonGuard, reads_the_four_blanks_around_every_token) {
  const std::string blanks = " \t\r\n ";
  std::string text;
  for (const char* token : {"{", "\"a\"", ":", "[", "1", ",", "true", "]", ",", "\"b\"", ":", "null", "}"})
    text += blanks + token;
  EXPECT_TRUE(is_read(text + blanks));
  for (const char* blank :
       {"\v", "\f", "\b", "\x1F", "\x7F", "\xC2\xA0", "\xE2\x80\x83", "\xE2\x81\xA0", "\xE2\x80\xA8", "\\n"}) {
    EXPECT_FALSE(is_read(std::string(blank) + "[1]")) << blank;
    EXPECT_FALSE(is_read(std::string("[") + blank + "1]")) << blank;
    EXPECT_FALSE(is_read(std::string("[1]") + blank)) << blank;
  }
}

TEST(JsonGuard, refuses_a_text_without_a_value) {
  for (const char* text : {"", " ", "\n\t\r ", ",", ":", "]", "}", "\xE2\x81\xA0", "*", "<.>", "a", "'", "\\"})
    EXPECT_FALSE(is_read(text)) << text;
}

TEST(JsonGuard, refuses_arrays_of_any_other_form) {
  for (const char* text : {"[",      "]",      "[1",         "[1,",       "[1,]",          "[,1]",   "[,]",
                           "[1,,2]", "[1 2]",  "[1:2]",      "[1;2]",     "[\"a\" \"b\"]", "[1]]",   "[[1]",
                           "[[]",    "[}",     "[1}",        "[\"a\":1]", "[a]",           "[a",     "[\"a",
                           "[\"a\"", "[3[4]]", "[1,\n1\n,1", "[][]",      "[] []",         "[,",     "[{}",
                           "[[],",   "[*]",    "[<null>]",   "(1)",       "[(1)]",         "[1,(2)]"})
    EXPECT_FALSE(is_read(text)) << text;
}

TEST(JsonGuard, refuses_objects_of_any_other_form) {
  for (const char* text : {"{",
                           "}",
                           "{\"a\"",
                           "{\"a\":",
                           "{\"a\":1",
                           "{\"a\":1,",
                           "{\"a\":1,}",
                           "{\"a\":1,,\"b\":2}",
                           "{,\"a\":1}",
                           "{,}",
                           "{:1}",
                           "{\"a\"}",
                           "{\"a\" 1}",
                           "{\"a\",1}",
                           "{\"a\"::1}",
                           "{\"a\":}",
                           "{\"a\":1 \"b\":2}",
                           "{\"a\":1;\"b\":2}",
                           "{a:1}",
                           "{'a':1}",
                           "{1:1}",
                           "{null:1}",
                           "{true:1}",
                           "{[]:1}",
                           "{{}:1}",
                           "{\"a\":1]",
                           "{\"a\":1}}",
                           "{\"a\":1}{",
                           "{\"a\":b}",
                           "{\"a\":'b'}",
                           "{\"a\":1:2}",
                           "{\"a\"=1}",
                           "{\"a\":1,\"b\"}",
                           "{\"a\":1,2}",
                           "{\"a\":/*1*/1}",
                           "{\"a\":1}#",
                           "{\"a\":1}//",
                           "{\"a\":1/**/}",
                           "/**/{}",
                           "{\"a\":\"b\",\"b\"",
                           "{\"a\":\"b\"}/",
                           "{\"a\",\"b\"}",
                           "{\"a\":\"b}",
                           "{\"a\":1 true}"})
    EXPECT_FALSE(is_read(text)) << text;
}

TEST(JsonGuard, refuses_words_other_than_the_three) {
  for (const char* text : {"True",  "TRUE",  "False",  "Null",       "NULL",      "nul",       "tru",  "fals",
                           "nulll", "truee", "t",      "n",          "f",         "undefined", "nil",  "none",
                           "[tru]", "[nul]", "[fals]", "true false", "truefalse", "[True]",    "nu ll"})
    EXPECT_FALSE(is_read(text)) << text;
}

TEST(JsonGuard, refuses_anything_behind_the_value) {
  for (const char* text :
       {"{}x", "{} x", "[]]", "1 2", "\"a\"\"b\"", "null,", "{}{}", "{}\n{}", "[1],", "\"a\"x", "2@", "{}//x", "{};"})
    EXPECT_FALSE(is_read(text)) << text;
}

TEST(JsonGuard, refuses_a_nul_anywhere) {
  const std::string text = R"({"a":[1,"b"],"c":null})";
  for (std::size_t at = 0; at <= text.size(); ++at) {
    std::string with_nul = text;
    with_nul.insert(at, 1, '\0');
    const JsonText json(with_nul);
    ASSERT_FALSE(json.is_read()) << at;
    EXPECT_EQ(json.refusal().diagnostics, std::string("a NUL byte (byte ") + std::to_string(at) + ")");
  }
}

TEST(JsonGuard, refuses_a_text_cut_anywhere) {
  const std::string text =
      R"({"resourceType":"Bundle","entry":[{"resource":{"a":[true,false,null,-1.5e+10,"x\u00e9\ud83d\ude00é"]}}]})";
  ASSERT_TRUE(is_read(text));
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_EQ(refused_as(std::string_view(text).substr(0, size)), IssueType::structure) << size;
}

TEST(JsonGuard, survives_any_one_byte_changed) {
  const std::string text = R"({"a":[1,"b\n",{"c":-2.5e3}],"d":null,"e":true})";
  for (std::size_t at = 0; at < text.size(); ++at)
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = text;
      changed[at] = static_cast<char>(byte);
      const JsonText json(changed);
      if (json.is_read())
        EXPECT_LE(json.root().size(), 3u);
      else
        EXPECT_EQ(json.refusal().code, IssueType::structure);
    }
}

TEST(JsonGuard, refuses_a_name_twice_in_one_object) {
  for (const char* text :
       {R"({"a":1,"a":2})", R"({"a":1,"a":1})", R"({"a":1,"b":2,"a":3})", R"({"":1,"":2})", R"({"a":1,"\u0061":2})",
        R"({"\/":1,"/":2})", R"({"\u00e9":1,"é":2})", R"({"\ud83d\ude00":1,"😀":2})", R"([{"x":{"a":1,"a":2}}])",
        R"({"prefetch":{"patient":null,"patient":{}}})", R"({"a\u0000":1,"a\u0000":2})"}) {
    const JsonText json(text);
    ASSERT_FALSE(json.is_read()) << text;
    EXPECT_EQ(json.refusal().code, IssueType::structure);
    EXPECT_TRUE(json.refusal().diagnostics.starts_with("a member name stands twice in one object (byte "));
  }
}

TEST(JsonGuard, lets_names_differ_by_case_by_nul_and_by_normal_form) {
  for (const char* text : {R"({"a":1,"A":2})", R"({"a":1,"a\u0000":2})", R"({"\u00e9":1,"e\u0301":2})",
                           R"({"a":{"a":1},"b":{"a":1}})", R"([{"a":1},{"a":1}])", R"({"":1," ":2})"})
    EXPECT_TRUE(is_read(text)) << text;
}

std::string members(std::size_t count) {
  std::string text = "{";
  for (std::size_t i = 1; i < count; ++i) text += "\"a common beginning " + std::to_string(i) + "\":0,";
  return text + "\"last\":0";
}

TEST(JsonGuard, reads_as_many_members_as_the_limit_and_no_more) {
  EXPECT_TRUE(is_read(members(limits::json_members) + "}"));
  EXPECT_EQ(refused_as(members(limits::json_members + 1) + "}"), IssueType::too_costly);
  EXPECT_EQ(refused_as(members(limits::json_members - 1) + ",\"a common beginning 1\":0}"), IssueType::structure);
  EXPECT_EQ(refused_as("[" + members(limits::json_members + 1) + "}]"), IssueType::too_costly);
}

TEST(JsonGuard, reads_as_deep_as_the_limit_and_no_deeper) {
  const auto arrays = [](std::size_t depth) { return repeated("[", depth) + repeated("]", depth); };
  const auto objects = [](std::size_t depth) { return repeated("{\"a\":", depth) + "1" + repeated("}", depth); };
  EXPECT_TRUE(is_read(arrays(limits::json_depth)));
  EXPECT_TRUE(is_read(objects(limits::json_depth)));
  EXPECT_EQ(refused_as(arrays(limits::json_depth + 1)), IssueType::too_costly);
  EXPECT_EQ(refused_as(objects(limits::json_depth + 1)), IssueType::too_costly);
  EXPECT_TRUE(is_read(std::string("[") + repeated("[],{},", 1000) + "0]"));
}

TEST(JsonGuard, survives_an_attack_by_depth) {
  EXPECT_EQ(refused_as(repeated("[", 200'000)), IssueType::too_costly);
  EXPECT_EQ(refused_as(repeated("{\"a\":", 2'000'000)), IssueType::too_costly);
  EXPECT_EQ(refused_as(repeated("[{\"a\":", 100'000)), IssueType::too_costly);
}

TEST(JsonGuard, reads_as_many_values_as_the_limit_and_no_more) {
  for (const char* value : {"0", "true", "null", "\"\"", "[]", "{}"}) {
    const std::string most = std::string("[") + repeated(value + std::string(","), limits::json_nodes - 2) + value;
    EXPECT_TRUE(is_read(most + "]")) << value;
    EXPECT_EQ(refused_as(most + "," + value + "]"), IssueType::too_costly) << value;
  }
}

TEST(JsonGuard, refuses_more_bytes_than_a_length_can_count_before_it_reads_any) {
  fhir::List<JsonNode> nodes;
  char nothing[] = "[]";
  const auto result = read_thoroughly(nothing, std::size_t{1} << 29, nodes);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, IssueType::too_long);
}

}  // namespace
}  // namespace fhir
