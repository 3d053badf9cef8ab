#include "fhir/json.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/fhir/json_text.h"

namespace fhir {
namespace {

constexpr const char* order = R"({"resourceType":"MedicationRequest","id":"m1","doNotPerform":false,"n":-2.5,
  "category":[{"text":"a"},{"text":"b"}],"encounter":null,"note":[],"meta":{},"status":""})";

TEST(Json, tells_the_type_of_every_value) {
  const JsonText text(R"([null,true,1,"s",[],{}])");
  std::vector<JsonType> types;
  for (const Json element : text.root().elements()) types.push_back(element.type());
  EXPECT_EQ(types, (std::vector{JsonType::null, JsonType::boolean, JsonType::number, JsonType::string, JsonType::array,
                                JsonType::object}));
  EXPECT_EQ(Json().type(), JsonType::missing);
}

TEST(Json, gives_a_value_only_as_what_it_is) {
  const JsonText text(order);
  const Json json = text.root();
  EXPECT_EQ(json["id"].string(), "m1");
  EXPECT_EQ(json["n"].number(), -2.5);
  EXPECT_EQ(json["doNotPerform"].boolean(), false);
  EXPECT_FALSE(json["id"].number());
  EXPECT_FALSE(json["id"].boolean());
  EXPECT_FALSE(json["n"].string());
  EXPECT_FALSE(json["doNotPerform"].number());
  EXPECT_EQ(json["id"].text(), "m1");
  EXPECT_EQ(json["n"].text(), "");
}

TEST(Json, is_total_a_chain_through_nothing_ends_in_missing) {
  const JsonText text(order);
  const Json json = text.root();
  EXPECT_FALSE(json["code"].exists());
  EXPECT_FALSE(json["code"]["coding"]["system"].exists());
  EXPECT_FALSE(json["id"]["id"].exists());
  EXPECT_FALSE(json["category"]["text"].exists());
  EXPECT_FALSE(json["code"].string() || json["code"].number() || json["code"].boolean());
  EXPECT_EQ(json["code"].size(), 0u);
  EXPECT_TRUE(json["encounter"].exists());
  EXPECT_TRUE(json["encounter"].is_null());
  EXPECT_FALSE(json["code"].is_null());
}

TEST(Json, is_empty_when_it_says_nothing) {
  const JsonText text(order);
  const Json json = text.root();
  for (const char* name : {"absent", "encounter", "note", "meta", "status"}) EXPECT_TRUE(json[name].is_empty()) << name;
  for (const char* name : {"id", "doNotPerform", "n", "category"}) EXPECT_FALSE(json[name].is_empty()) << name;
  EXPECT_FALSE(json.is_empty());
}

TEST(Json, counts_elements_and_members) {
  const JsonText text(R"({"a":[1,[2,3],{"b":[4]}],"c":{"d":{},"e":"four"},"f":"text"})");
  EXPECT_EQ(text.root().size(), 3u);
  EXPECT_EQ(text.root()["a"].size(), 3u);
  EXPECT_EQ(text.root()["c"].size(), 2u);
  EXPECT_EQ(text.root()["f"].size(), 0u);
}

TEST(Json, walks_elements_over_what_is_nested_in_them) {
  const JsonText text(R"([[1,2,[3]],{"a":{"b":4}},"x",5])");
  std::vector<JsonType> types;
  for (const Json element : text.root().elements()) types.push_back(element.type());
  EXPECT_EQ(types, (std::vector{JsonType::array, JsonType::object, JsonType::string, JsonType::number}));
  auto last = text.root().elements().begin();
  const auto first = last++;
  EXPECT_TRUE((*first).is_array());
  EXPECT_TRUE((*last).is_object());
}

TEST(Json, has_no_elements_unless_an_array) {
  const JsonText text(R"({"object":{"a":1},"string":"a","empty":[]})");
  for (const char* name : {"object", "string", "empty", "absent"}) {
    const auto elements = text.root()[name].elements();
    EXPECT_TRUE(elements.begin() == elements.end()) << name;
  }
}

TEST(Json, each_takes_a_single_value_for_an_array_of_it) {
  const JsonText text(R"({"many":[1,2],"one":{"a":1},"null":null})");
  const auto count = [](Json value) {
    int found = 0;
    for ([[maybe_unused]] const Json element : value.each()) ++found;
    return found;
  };
  EXPECT_EQ(count(text.root()["many"]), 2);
  EXPECT_EQ(count(text.root()["one"]), 1);
  EXPECT_EQ((*text.root()["one"].each().begin())["a"].number(), 1.0);
  EXPECT_EQ(count(text.root()["null"]), 0);
  EXPECT_EQ(count(text.root()["absent"]), 0);
}

TEST(Json, walks_members_in_the_order_received) {
  const JsonText text(R"({"b":{"x":[1,2]},"a":[{}],"":3})");
  std::string names;
  for (const auto& [name, value] : text.root().members())
    names += std::string(name) + ":" + std::to_string(value.size()) + " ";
  EXPECT_EQ(names, "b:1 a:1 :0 ");
  auto second = text.root().members().begin();
  const auto first = second++;
  EXPECT_EQ((*first).name, "b");
  EXPECT_EQ((*second).name, "a");
  const auto none = text.root()["a"].members();
  EXPECT_TRUE(none.begin() == none.end());
}

TEST(Json, finds_a_member_by_its_whole_name) {
  const JsonText text(R"({"code":1,"codes":2,"co":3,"":4,"a\u0000b":5})");
  EXPECT_EQ(text.root()["code"].number(), 1.0);
  EXPECT_EQ(text.root()["co"].number(), 3.0);
  EXPECT_EQ(text.root()[""].number(), 4.0);
  EXPECT_EQ(text.root()[std::string_view("a\0b", 3)].number(), 5.0);
  EXPECT_FALSE(text.root()["a"].exists());
}

TEST(JsonDocument, can_be_used_again_after_a_text_and_after_a_refusal) {
  JsonDocument document;
  std::string first = R"({"a":[1,2,3]})", bad = R"({"a":[1,)", second = R"({"b":true})";
  ASSERT_TRUE(document.parse(first));
  EXPECT_FALSE(document.parse(bad));
  const auto result = document.parse(second);
  ASSERT_TRUE(result);
  EXPECT_EQ((*result)["b"].boolean(), true);
  EXPECT_FALSE((*result)["a"].exists());
}

}  // namespace
}  // namespace fhir
