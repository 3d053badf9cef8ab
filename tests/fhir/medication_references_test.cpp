#include "fhir/medication_references.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/fhir/json_text.h"

namespace fhir {
namespace {

std::string order(const std::string& medication, const std::string& more = "") {
  return R"({"resource":{"resourceType":"MedicationRequest","id":"r",)" + medication + more + "}}";
}
std::string bundle(const std::string& entries) { return R"({"resourceType":"Bundle","entry":[)" + entries + "]}"; }
std::string reference(const std::string& text, const std::string& more = "") {
  return R"("medicationReference":{"reference":")" + text + "\"" + more + "}";
}

std::vector<MedicationReference> in_drafts(const std::string& entries) {
  const JsonText drafts(bundle(entries));
  PatientRecord record;
  record.draft_orders = drafts;
  auto found = unresolved_in_drafts(record);
  for (auto& one : found) one.reference = {}, one.id = one.id == "m" ? "m" : "?";  // the views end here
  return found;
}

std::size_t count_in_answers(const std::string& entries) {
  const JsonText requests(bundle(entries));
  PatientRecord record;
  classify(requests, query(QueryId::medications), record[QueryId::medications]);
  return unresolved_in_answers(record).size();
}

TEST(MedicationReferences, OfDraftsAreFoundWithTheirIds) {
  const auto found = in_drafts(order(reference("Medication/m")));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].id, "m");
  EXPECT_EQ(found[0].query, QueryId::medications);
  EXPECT_FALSE(found[0].is_absolute);
  EXPECT_EQ(in_drafts(order(reference("Medication/m", R"(,"display":"a name")"))).size(), 1u);
  EXPECT_TRUE(in_drafts(order(reference("https://ehr.example.org/fhir/Medication/m"))).at(0).is_absolute);
}

TEST(MedicationReferences, AreNotNeededWhereTheDrugIsSaid) {
  EXPECT_TRUE(in_drafts(order(R"("medicationCodeableConcept":{"text":"a name"})")).empty());
  EXPECT_TRUE(in_drafts(order(reference("Medication/m")) +
                        R"(,{"resource":{"resourceType":"Medication","id":"m","code":{"text":"a name"}}})")
                  .empty());
}

TEST(MedicationReferences, ThatNoServerCouldAnswerAreLeftOut) {
  for (const char* text : {"#m", "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0", "Substance/m", "Medication/a b",
                           "Medication/m?x=1", "Medication/", "", "m", "//host/fhir/Medication/m", "/fhir/Medication/m",
                           "../Medication/m", "ftp://h/Medication/m"})
    EXPECT_TRUE(in_drafts(order(reference(text))).empty()) << text;
}

TEST(MedicationReferences, OfAnswersAreThoseWithoutAName) {
  EXPECT_EQ(count_in_answers(order(reference("Medication/m"))), 1u);
  EXPECT_EQ(count_in_answers(order(reference("Medication/m", R"(,"display":"a name")"))), 0u);
  for (const char* status : {"entered-in-error", "cancelled", "draft"})
    EXPECT_EQ(count_in_answers(order(reference("Medication/m"), R"(,"status":")" + std::string(status) + "\"")), 0u);
  EXPECT_EQ(count_in_answers(order(reference("Medication/m")) +
                             R"(,{"resource":{"resourceType":"Medication","id":"m","code":{"text":"x"}}})"),
            0u);
}

bool unnamed(const std::string& entries) {
  const JsonText requests(bundle(entries));
  PatientRecord record;
  classify(requests, query(QueryId::medications), record[QueryId::medications]);
  return has_unnamed_drugs(record);
}

TEST(UnnamedDrugs, AreThoseThatNothingAtHandNames) {
  for (const char* nowhere : {"Medication/m", "#m", "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0", "m",
                              "https://ehr.example.org/fhir/Medication/m", "//host/Medication/m"})
    EXPECT_TRUE(unnamed(order(reference(nowhere)))) << nowhere;
  EXPECT_TRUE(unnamed(order(R"("medicationReference":{"identifier":{"value":"x"}})")));
  EXPECT_TRUE(unnamed(order(R"("status":"active")")));
  EXPECT_TRUE(unnamed(order(reference("Medication/m")) + R"(,{"resource":{"resourceType":"Medication","id":"m"}})"));
}

TEST(UnnamedDrugs, AreNotThoseThatSomethingNames) {
  EXPECT_FALSE(unnamed(order(R"("medicationCodeableConcept":{"text":"a name"})")));
  EXPECT_FALSE(unnamed(order(reference("Medication/m", R"(,"display":"a name")"))));
  EXPECT_FALSE(unnamed(order(reference("Medication/m"), R"(,"status":"cancelled")")));
  for (const char* content : {R"("code":{"text":"x"})", R"("ingredient":[{"itemCodeableConcept":{"text":"x"}}])"}) {
    const std::string medication = R"({"resourceType":"Medication","id":"m",)" + std::string(content) + "}";
    EXPECT_FALSE(unnamed(order(reference("Medication/m")) + R"(,{"resource":)" + medication + "}"));
    EXPECT_FALSE(unnamed(order(reference("#m"), R"(,"contained":[)" + medication + "]")));
  }
}

TEST(UnnamedDrugs, AreFoundAmongThousandsAtOnce) {
  std::string entries = order(reference("Medication/none"));
  for (int i = 0; i < 20'000; ++i)
    entries += "," + order(reference("Medication/m" + std::to_string(i))) +
               R"(,{"resource":{"resourceType":"Medication","id":"m)" + std::to_string(i) +
               R"(","code":{"text":"x"}}})";
  EXPECT_EQ(count_in_answers(entries), 1u);
}

}  // namespace
}  // namespace fhir
