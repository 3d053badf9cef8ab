#include "fhir/medication_index.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/fhir/json_text.h"
#include "tests/support/colliding.h"
#include "tests/support/growth.h"

namespace fhir {
namespace {

std::string medications(const std::vector<std::string>& ids) {
  std::string entries;
  for (const auto& id : ids)
    entries.append(entries.empty() ? "" : ",")
        .append(R"({"resource":{"resourceType":"Medication","id":")")
        .append(id)
        .append(R"("}})");
  return R"({"resourceType":"Bundle","entry":[)" + entries + "]}";
}

TEST(MedicationIndex, FindsByIdAndByAddress) {
  const JsonText drafts(R"({"entry":[{"fullUrl":"urn:uuid:x","resource":{"resourceType":"Medication","id":"a"}},
      {"resource":{"resourceType":"Medication","id":"a","code":{"text":"second"}}},
      {"resource":{"resourceType":"Basic","id":"b"}}]})");
  PatientRecord record;
  record.draft_orders = drafts;
  const MedicationIndex index(record);
  const auto find = [&](const char* reference) {
    const JsonText json("{\"reference\":\"" + std::string(reference) + "\"}");
    return index.find(json, {});
  };
  EXPECT_EQ(find("Medication/a")["id"].text(), "a");
  EXPECT_FALSE(find("Medication/a")["code"].exists()) << "of several the first counts";
  EXPECT_EQ(find("urn:uuid:x")["id"].text(), "a");
  EXPECT_FALSE(find("Medication/b").exists());
  EXPECT_FALSE(find("Medication/c").exists());
}

TEST(MedicationIndex, IsNotSlowedByIdsThatAreChosenForTheirHash) {
  test::CollidingTexts texts;
  const double growth = test::growth(1'000, [&](std::size_t count) {
    const auto drafts = std::make_shared<JsonText>(medications(texts.next(count)));
    return [drafts] {
      PatientRecord record;
      record.draft_orders = *drafts;
      const MedicationIndex index(record);
    };
  });
  EXPECT_LT(growth, test::still_linear);
}

}  // namespace
}  // namespace fhir
