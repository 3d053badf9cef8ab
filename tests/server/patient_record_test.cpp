#include "server/patient_record.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <string>

#include "parsed.h"

namespace {

using server_test::Parsed;

// What gather() gives for this prefetch; views into `body`.
fhir::Result<fhir::PatientRecord> gathered(const Parsed& body) {
  const server::CdsRequest request{"1", "p", "", body["draftOrders"], body["prefetch"]};
  fhir::Result<fhir::PatientRecord> record = fhir::issue(fhir::IssueType::exception, "gather() gave nothing");
  boost::asio::io_context context(1);
  boost::asio::co_spawn(context, server::gather(request),
                        [&record](std::exception_ptr failure, fhir::Result<fhir::PatientRecord> result) {
                          ASSERT_FALSE(failure);
                          record = std::move(result);
                        });
  context.run();
  return record;
}

std::string prefetch(const std::string& members) { return R"({"prefetch": {)" + members + "}}"; }

const std::string patient = R"("patient": {"resourceType": "Patient", "id": "p"})";
const std::string nothing_found = R"("conditions": null, "medications": {"resourceType": "Bundle", "total": 0},
    "boneDensity": {"resourceType": "Bundle", "entry": []})";

fhir::Issue refusal_of(const std::string& members) {
  const Parsed body(prefetch(members));
  const auto record = gathered(body);
  EXPECT_TRUE(record.has_error());
  return record ? fhir::Issue{} : record.error();
}

TEST(PatientRecord, is_what_was_prefetched) {
  const Parsed body(prefetch(patient + "," + nothing_found + R"(, "labs": {"resourceType": "Bundle", "entry": [
      {"resource": {"resourceType": "Observation", "subject": {"reference": "Patient/p"}}}]})"));
  const auto record = gathered(body);
  ASSERT_TRUE(record.has_value()) << record.error().diagnostics;
  EXPECT_EQ(record->patient_id, "p");
  EXPECT_EQ(record->patient()["id"].text(), "p");
  EXPECT_EQ((*record)[fhir::QueryId::conditions].answer, fhir::Answer::empty);
  EXPECT_EQ((*record)[fhir::QueryId::labs].resources.size(), 1U);
  EXPECT_EQ((*record)[fhir::QueryId::procedures].answer, fhir::Answer::not_provided);
}

TEST(PatientRecord, names_every_required_key_that_is_missing_and_why) {
  const auto refusal = refusal_of(R"("patient": null, "conditions": null,
      "medications": {"resourceType": "OperationOutcome", "issue": [{"severity": "error"}]},
      "boneDensity": {"resourceType": "Bundle", "link": [{"relation": "next", "url": "https://ehr.example.org/2"}],
                      "entry": [{"resource": {"resourceType": "Observation"}}]})");
  EXPECT_EQ(refusal.code, fhir::IssueType::incomplete);
  EXPECT_NE(refusal.diagnostics.find("required prefetch: patient (not sent), medications (an error or no answer to the "
                                     "query), boneDensity (only a part of the answer)"),
            std::string::npos)
      << refusal.diagnostics;
}

TEST(PatientRecord, is_refused_without_prefetch) {
  const Parsed body("{}");
  const auto record = gathered(body);
  ASSERT_TRUE(record.has_error());
  EXPECT_NE(record.error().diagnostics.find("patient (not sent), conditions (not sent)"), std::string::npos);
}

TEST(PatientRecord, does_without_optional_keys) {
  const Parsed body(prefetch(patient + "," + nothing_found));
  EXPECT_TRUE(gathered(body).has_value());
}

TEST(PatientRecord, is_of_one_patient_only) {
  const auto refusal = refusal_of(patient + R"(, "medications": null, "boneDensity": null,
      "conditions": {"resourceType": "Bundle", "entry": [
          {"resource": {"resourceType": "Condition", "subject": {"reference": "Patient/canary"}}}]})");
  EXPECT_EQ(refusal.code, fhir::IssueType::conflict);
  EXPECT_EQ(refusal.diagnostics.find("canary"), std::string::npos);
}

}  // namespace
