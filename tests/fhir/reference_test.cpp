#include "fhir/reference.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/fhir/json_text.h"

namespace fhir {
namespace {

// http://hl7.org/fhir/R4/datatypes.html#id
TEST(IsId, takes_what_fhir_takes) {
  for (const std::string text : {"1", "a", "A-1.b", "-", ".", "..", "0123456789", "urn-oid-1.2"})
    EXPECT_TRUE(is_id(text)) << text;
  EXPECT_TRUE(is_id(std::string(64, 'x')));
}

TEST(IsId, refuses_what_could_break_out_of_a_url_or_a_screen) {
  for (const std::string text :
       {"",    " ",   "a b",  "a/b",  "a?b", "a#b", "a%2fb", "a%0d%0ab", "a\r\nb", "a&b",    "a=b",  "a:b", "a_b",
        "a,b", "a|b", "a\\b", "a\"b", "<b>", "$x",  "a;b",   "a@b",      "a~b",    "\u00e9", "{id}", "[1]", "`"})
    EXPECT_FALSE(is_id(text)) << text;
  EXPECT_FALSE(is_id(std::string(65, 'x')));
  EXPECT_FALSE(is_id(std::string_view("a\0", 2)));
}

TEST(IsId, is_decided_for_every_byte) {
  const std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.";
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    EXPECT_EQ(is_id(std::string_view(&c, 1)), allowed.find(c) != std::string_view::npos) << byte;
  }
}

TEST(SplitReference, takes_type_and_id_apart) {
  const struct {
    const char* reference;
    const char* type;
    const char* id;
    bool is_contained;
  } cases[] = {
      {"Patient/1", "Patient", "1", false},
      {"https://ehr.example.org/fhir/Patient/1", "Patient", "1", false},
      {"https://ehr.example.org/fhir/Patient/1/_history/2", "Patient", "1", false},
      {"Patient/1/_history/2", "Patient", "1", false},
      {"/Patient/1", "Patient", "1", false},
      {"urn:uuid:0a5b0a4e-2a3c-4a62-b0f3-0a2a3c4a62b0", "", "0a5b0a4e-2a3c-4a62-b0f3-0a2a3c4a62b0", false},
      {"#med1", "", "med1", true},
      {"#", "", "", true},
      {"1", "", "1", false},
      {"patient/1", "", "1", false},
      {"Patient1/1", "", "1", false},
      {"/1", "", "1", false},
      {"MedicationRequest/m1", "MedicationRequest", "m1", false},
      {"[x]/1", "", "1", false},
      {"4/1", "", "1", false},
      {"Pat[ent/1", "", "1", false},
      {"Pat{ent/1", "", "1", false},
      {"Pat-ent/1", "", "1", false},
      {"{x}/1", "", "1", false},
      {"Patient/", "Patient", "", false},
      {"/", "", "", false},
      {"urn:oid:1.2.3", "", "urn:oid:1.2.3", false},
  };
  for (const auto& each : cases) {
    const auto parts = split_reference(each.reference);
    ASSERT_TRUE(parts) << each.reference;
    EXPECT_EQ(parts->type, each.type) << each.reference;
    EXPECT_EQ(parts->id, each.id) << each.reference;
    EXPECT_EQ(parts->is_contained, each.is_contained) << each.reference;
  }
  EXPECT_FALSE(split_reference(""));
}

Owner owner(const char* json) { return owner_of(JsonText(json).root(), "1"); }

TEST(OwnerOf, is_the_patient_named_as_subject_or_patient) {
  for (const char* json :
       {R"({"subject":{"reference":"Patient/1"}})", R"({"patient":{"reference":"Patient/1"}})",
        R"({"subject":{"reference":"https://ehr.example.org/fhir/Patient/1"}})",
        R"({"subject":{"reference":"Patient/1/_history/7"}})",
        R"({"subject":{"display":"x"},"patient":{"reference":"Patient/1"}})", R"({"resourceType":"Patient","id":"1"})"})
    EXPECT_EQ(owner(json), Owner::this_patient) << json;
}

TEST(OwnerOf, is_another_where_another_is_named) {
  for (const char* json : {R"({"subject":{"reference":"Patient/2"}})", R"({"patient":{"reference":"Patient/11"}})",
                           R"({"subject":{"reference":"Patient/1.0"}})", R"({"subject":{"reference":"Group/1"}})",
                           R"({"subject":{"reference":"Device/1"}})",
                           R"({"subject":{"reference":"https://ehr.example.org/fhir/Patient/2"}})",
                           R"({"resourceType":"Patient","id":"2"})"})
    EXPECT_EQ(owner(json), Owner::other_patient) << json;
}

TEST(OwnerOf, is_unstated_where_nobody_is_told) {
  for (const char* json :
       {"{}", "[]", "null", R"({"subject":null})", R"({"subject":{}})", R"({"subject":{"reference":""}})",
        R"({"subject":{"identifier":{"value":"1"}}})", R"({"subject":{"display":"1"}})",
        R"({"subject":{"reference":"#p"}})",
        R"({"subject":{"reference":"urn:uuid:0a5b0a4e-2a3c-4a62-b0f3-0a2a3c4a62b0"}})",
        R"({"subject":{"reference":"1"}})", R"({"subject":{"reference":"Patient/"}})", R"({"subject":"Patient/1"})",
        R"({"subject":{"reference":1}})", R"({"resourceType":"Patient"})", R"({"resourceType":"Patient","id":1})",
        R"({"participant":[]})",
        R"({"participant":[{"actor":{"reference":"Practitioner/1"}},{"actor":{"reference":"#x"}},{}]})"})
    EXPECT_EQ(owner(json), Owner::unstated) << json;
}

TEST(OwnerOf, is_found_among_the_participants) {
  EXPECT_EQ(owner(R"({"participant":[{"actor":{"reference":"Practitioner/2"}},{"actor":{"reference":"Patient/1"}}]})"),
            Owner::this_patient);
  EXPECT_EQ(owner(R"({"participant":[{"actor":{"reference":"Patient/2"}},{"actor":{"reference":"Patient/1"}}]})"),
            Owner::this_patient);
  EXPECT_EQ(owner(R"({"participant":[{"actor":{"reference":"Patient/2"}},{"actor":{"reference":"Practitioner/1"}}]})"),
            Owner::other_patient);
  EXPECT_EQ(owner(R"({"participant":{"actor":{"reference":"Patient/1"}}})"), Owner::this_patient);
}

TEST(OwnerOf, is_the_subject_before_any_participant) {
  EXPECT_EQ(owner(R"({"subject":{"reference":"Patient/2"},"participant":[{"actor":{"reference":"Patient/1"}}]})"),
            Owner::other_patient);
}

}  // namespace
}  // namespace fhir
