#include "server/gathering.h"

#include <gtest/gtest.h>

#include <string>

#include "gathered.h"

namespace {

using fhir::Answer;
using fhir::IssueType;
using fhir::QueryId;
using server_test::Gathered;

std::string prefetch(const std::string& members) { return R"("prefetch": {)" + members + "}"; }

const std::string patient = R"("patient": {"resourceType": "Patient", "id": "p"})";
const std::string nothing_found = R"("conditions": null, "medications": {"resourceType": "Bundle", "total": 0},
    "boneDensity": {"resourceType": "Bundle", "entry": []})";

fhir::Issue refusal_of(const std::string& members) {
  Gathered data(members);
  const auto complete = data.complete();
  EXPECT_TRUE(complete.has_error());
  return complete ? fhir::Issue{} : complete.error();
}

TEST(GatheringWithoutAServer, is_what_was_prefetched) {
  Gathered data(prefetch(patient + "," + nothing_found + R"(, "labs": {"resourceType": "Bundle", "entry": [
      {"resource": {"resourceType": "Observation", "subject": {"reference": "Patient/p"}}}]})"));
  ASSERT_TRUE(data.complete().has_value());
  EXPECT_EQ(data.record().patient_id, "p");
  EXPECT_EQ(data.record().patient()["id"].text(), "p");
  EXPECT_EQ(data[QueryId::conditions].answer, Answer::empty);
  EXPECT_EQ(data[QueryId::labs].resources.size(), 1U);
  EXPECT_EQ(data[QueryId::procedures].answer, Answer::not_provided);
  EXPECT_EQ(data.fetched(), 0U);
}

TEST(GatheringWithoutAServer, names_every_required_key_that_is_missing_and_why) {
  const auto refusal = refusal_of(prefetch(R"("patient": null, "conditions": null,
      "medications": {"resourceType": "OperationOutcome", "issue": [{"severity": "error"}]},
      "boneDensity": {"resourceType": "Bundle", "link": [{"relation": "next", "url": "https://ehr.example.org/2"}],
                      "entry": [{"resource": {"resourceType": "Observation"}}]})"));
  EXPECT_EQ(refusal.code, IssueType::incomplete);
  EXPECT_TRUE(refusal.diagnostics.starts_with(
      "required data are missing: patient (not sent), medications (an error or no answer to the query), boneDensity "
      "(only a part of the answer). Nothing was fetched: the call names no fhirServer. "))
      << refusal.diagnostics;
}

TEST(GatheringWithoutAServer, is_refused_without_prefetch) {
  EXPECT_NE(refusal_of("").diagnostics.find("patient (not sent), conditions (not sent)"), std::string::npos);
}

TEST(GatheringWithoutAServer, does_without_optional_keys) {
  EXPECT_TRUE(Gathered(prefetch(patient + "," + nothing_found)).complete().has_value());
}

TEST(GatheringWithoutAServer, is_of_one_patient_only) {
  const auto refusal = refusal_of(prefetch(patient + R"(, "medications": null, "boneDensity": null,
      "conditions": {"resourceType": "Bundle", "entry": [
          {"resource": {"resourceType": "Condition", "subject": {"reference": "Patient/canary"}}}]})"));
  EXPECT_EQ(refusal.code, IssueType::conflict);
  EXPECT_EQ(refusal.diagnostics.find("canary"), std::string::npos);
}

TEST(GatheringWithoutAServer, needs_only_the_drugs_to_tell_who_takes_one) {
  EXPECT_TRUE(Gathered(prefetch(R"("medications": null)")).look_for_drugs_taken().has_value());
  const auto refusal = Gathered(prefetch(patient)).look_for_drugs_taken();
  ASSERT_TRUE(refusal.has_error());
  EXPECT_EQ(refusal.error().code, IssueType::incomplete);
  EXPECT_TRUE(refusal.error().diagnostics.starts_with("required data are missing: medications (not sent). "))
      << refusal.error().diagnostics;
}

TEST(GatheringWithoutAServer, looks_for_no_drugs_of_somebody_else) {
  const auto refusal = Gathered(prefetch(R"("medications": {"resourceType": "Bundle", "entry": [{"resource":
      {"resourceType": "MedicationRequest", "subject": {"reference": "Patient/q"}}}]})"))
                           .look_for_drugs_taken();
  ASSERT_TRUE(refusal.has_error());
  EXPECT_EQ(refusal.error().code, IssueType::conflict);
}

TEST(GatheringWithoutAServer, leaves_ordered_medications_unread) {
  Gathered data(R"("draftOrders": {"entry": [{"resource": {"resourceType": "MedicationRequest",
                   "medicationReference": {"reference": "Medication/m"}}}]})");
  data.read_ordered_medications();
  EXPECT_TRUE(data.record().medications.empty());
}

}  // namespace
