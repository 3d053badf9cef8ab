#include "fhir/selections.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace {

class Parsed {
 public:
  explicit Parsed(std::string text) : text_(std::make_unique<std::string>(std::move(text))) {
    const auto parsed = document_.parse(*text_);
    EXPECT_TRUE(parsed.has_value()) << *text_;
    if (parsed) json = *parsed;
  }
  fhir::Json json;

 private:
  std::unique_ptr<std::string> text_;
  fhir::JsonDocument document_;
};

const std::string entry =
    R"({"fullUrl": "urn:uuid:1f0f", "resource": {"resourceType": "MedicationRequest", "id": "o.1"}})";

bool has(const std::string& references, const std::string& of = entry) {
  const Parsed list("[" + references + "]"), one(of);
  return fhir::Selections(list.json).has(one.json);
}

TEST(Selections, mean_an_entry_by_the_type_and_id_of_its_resource) {
  EXPECT_TRUE(has(R"("MedicationRequest/o.1")"));
  EXPECT_TRUE(has(R"("ServiceRequest/o.1", "MedicationRequest/o.1")"));
  EXPECT_FALSE(has(R"("ServiceRequest/o.1")"));
  EXPECT_FALSE(has(R"("MedicationRequest/o.2")"));
  EXPECT_FALSE(has(""));
}

TEST(Selections, may_stand_behind_an_address_or_without_a_type) {
  EXPECT_TRUE(has(R"("https://ehr.example.org/r4/MedicationRequest/o.1")"));
  EXPECT_TRUE(has(R"("MedicationRequest/o.1/_history/2")"));
  EXPECT_TRUE(has(R"("o.1")"));
  EXPECT_FALSE(has(R"("https://ehr.example.org/r4/ServiceRequest/o.1")"));
}

TEST(Selections, may_be_the_full_url_of_an_entry) {
  EXPECT_TRUE(has(R"("urn:uuid:1f0f")"));
  EXPECT_FALSE(has(R"("urn:uuid:1f00")"));
  EXPECT_TRUE(has(R"("urn:uuid:o.1")"));  // of an entry whose id is a UUID, and which has no full URL
}

TEST(Selections, mean_nothing_where_nothing_is_named) {
  EXPECT_FALSE(has(R"("", "/", "#o.1", 7, null, {}, ["MedicationRequest/o.1"])"));
  EXPECT_FALSE(has(R"("")", "{}"));
  EXPECT_FALSE(has(R"("MedicationRequest/")", R"({"resource": {"resourceType": "MedicationRequest", "id": ""}})"));
  const Parsed no_array("7");
  EXPECT_FALSE(fhir::Selections(no_array.json).has(Parsed(entry).json));
}

TEST(Selections, leave_everything_in_where_there_are_none) {
  const Parsed one(entry), list(R"(["MedicationRequest/another"])");
  const fhir::Selections selections(list.json);
  EXPECT_TRUE(fhir::is_meant(one.json, nullptr));
  EXPECT_FALSE(fhir::is_meant(one.json, &selections));
}

}  // namespace
