// Orders for services, procedures, encounters and reports, in the words of each version.
#include <gtest/gtest.h>

#include <string>

#include "fhir/resources.h"
#include "tests/fhir/json_text.h"
#include "tests/fhir/shipped_value_sets.h"

namespace fhir {
namespace {

const std::string dxa = R"({"coding":[{"system":"http://snomed.info/sct","code":"312681000"}]})";
const std::string other = R"({"text":"something else"})";

bool is_open(const std::string& text) {
  return ServiceRequest{JsonText(text).root()}.is_open_for(ValueSetId::dxa_study, shipped_terminology());
}
bool is_declined(const std::string& text) {
  return ServiceRequest{JsonText(text).root()}.is_declined_for(ValueSetId::dxa_study, shipped_terminology());
}
std::string day(const std::optional<Date>& date) { return date ? to_string(date->latest) : std::string(); }
std::string with_status(const std::string& status) { return R"({"status":")" + status + R"(","code":)" + dxa + "}"; }

TEST(ServiceRequest, HasOneNameInEachVersion) {
  for (const char* type : {"ServiceRequest", "ProcedureRequest", "ReferralRequest", "DiagnosticOrder"})
    EXPECT_TRUE(is_service_request(JsonText(R"({"resourceType":")" + std::string(type) + "\"}"))) << type;
  EXPECT_FALSE(is_service_request(JsonText(R"({"resourceType":"Procedure"})")));
}

TEST(ServiceRequest, IsOpenUntilItIsDoneOrCalledOff) {
  for (const char* status :
       {"draft", "active", "proposed", "planned", "requested", "received", "accepted", "in-progress", "review"})
    EXPECT_TRUE(is_open(with_status(status))) << status;
  for (const char* status :
       {"", "completed", "revoked", "cancelled", "suspended", "rejected", "aborted", "failed", "entered-in-error"})
    EXPECT_FALSE(is_open(with_status(status))) << status;
  EXPECT_FALSE(is_open(R"({"status":"active","doNotPerform":true,"code":)" + dxa + "}"));
  EXPECT_FALSE(is_open(R"({"status":"active","code":)" + other + "}"));
}

TEST(ServiceRequest, SaysWhatIsOrderedWhereEachVersionHasIt) {
  EXPECT_TRUE(is_open(R"({"status":"active","code":{"concept":)" + dxa + "}}"));
  EXPECT_TRUE(is_open(R"({"status":"active","serviceRequested":[)" + other + "," + dxa + "]}"));
  EXPECT_TRUE(is_open(R"({"status":"requested","item":[{"code":)" + other + R"(},{"code":)" + dxa + "}]}"));
  EXPECT_FALSE(is_open(R"({"status":"requested","item":[{"status":"completed","code":)" + dxa + "}]}"));
  EXPECT_TRUE(is_open(R"({"status":"requested","item":[{"status":"accepted","code":)" + dxa + "}]}"));
}

TEST(ServiceRequest, IsDeclinedByAFlagOrInDstu2ByItsStatus) {
  EXPECT_TRUE(is_declined(R"({"status":"active","doNotPerform":true,"code":)" + dxa + "}"));
  EXPECT_TRUE(is_declined(with_status("rejected")));
  EXPECT_TRUE(is_declined(R"({"status":"in-progress","item":[{"status":"rejected","code":)" + dxa + "}]}"));
  EXPECT_FALSE(is_declined(with_status("active")));
  EXPECT_FALSE(is_declined(R"({"status":"entered-in-error","doNotPerform":true,"code":)" + dxa + "}"));
  EXPECT_FALSE(is_declined(R"({"status":"rejected","code":)" + other + "}"));
}

TEST(ServiceRequest, HasADay) {
  for (const char* text :
       {R"({"authoredOn":"2026-01-02"})", R"({"orderedOn":"2026-01-02"})", R"({"date":"2026-01-02"})",
        R"({"event":[{"status":"requested"},{"dateTime":"2026-01-02"}]})"})
    EXPECT_EQ(day(ServiceRequest{JsonText(text).root()}.authored_on()), "2026-01-02") << text;
  EXPECT_EQ(day(ServiceRequest{JsonText("{}").root()}.authored_on()), "");
}

TEST(Procedure, WasNotDoneByItsStatusOrAFlag) {
  for (const char* text : {R"({"status":"not-done"})", R"({"status":"completed","notDone":true})",
                           R"({"status":"completed","notPerformed":true})"})
    EXPECT_TRUE(Procedure{JsonText(text).root()}.was_not_done()) << text;
  EXPECT_FALSE(Procedure{JsonText(R"({"status":"completed","notDone":false})").root()}.was_not_done());
}

TEST(Procedure, HasADay) {
  for (const char* text : {R"({"performedDateTime":"2026-01-02"})", R"({"performedPeriod":{"start":"2026-01-02"}})",
                           R"({"occurrenceDateTime":"2026-01-02"})", R"({"occurrencePeriod":{"start":"2026-01-02"}})"})
    EXPECT_EQ(day(Procedure{JsonText(text).root()}.performed()), "2026-01-02") << text;
}

TEST(Care, TookPlaceUnlessPlannedOrCalledOff) {
  const auto took_place = [](const char* text) { return Care{JsonText(text).root()}.took_place(); };
  for (const char* text : {"{}", R"({"status":"completed"})", R"({"status":"in-progress"})", R"({"status":"finished"})",
                           R"({"resourceType":"Procedure","status":"aborted"})"})
    EXPECT_TRUE(took_place(text)) << text;
  for (const char* text :
       {R"({"status":"not-done"})", R"({"status":"cancelled"})", R"({"status":"revoked"})",
        R"({"status":"preparation"})", R"({"status":"draft"})", R"({"status":"planned"})", R"({"status":"proposed"})",
        R"({"status":"rejected"})", R"({"status":"failed"})", R"({"status":"entered-in-error"})",
        R"({"resourceType":"ProcedureRequest","status":"aborted"})", R"({"status":"active","doNotPerform":true})",
        R"({"status":"completed","notDone":true})"})
    EXPECT_FALSE(took_place(text)) << text;
}

TEST(Care, GoesOnIfItIsNoOrder) {
  EXPECT_TRUE(Care{JsonText(R"({"resourceType":"Encounter","status":"in-progress"})").root()}.goes_on());
  EXPECT_FALSE(Care{JsonText(R"({"resourceType":"Encounter","status":"finished"})").root()}.goes_on());
  EXPECT_FALSE(Care{JsonText(R"({"resourceType":"DiagnosticOrder","status":"in-progress"})").root()}.goes_on());
}

TEST(Care, LastsToTheEndOfItsPeriod) {
  const auto last = [](const char* text) { return day(Care{JsonText(text).root()}.last_day()); };
  EXPECT_EQ(last(R"({"period":{"start":"2026-01-01","end":"2026-01-05"}})"), "2026-01-05");
  EXPECT_EQ(last(R"({"actualPeriod":{"start":"2026-01-01"}})"), "2026-01-01");
  EXPECT_EQ(last(R"({"performedDateTime":"2026-01-02"})"), "2026-01-02");
  EXPECT_EQ(last(R"({"occurrencePeriod":{"end":"2026-01-03"}})"), "2026-01-03");
  EXPECT_EQ(last(R"({"orderedOn":"2026-01-04"})"), "2026-01-04");
  EXPECT_EQ(last("{}"), "");
}

TEST(Care, BeginsWithTheStartOfItsPeriod) {
  const auto first = [](const char* text) { return day(Care{JsonText(text).root()}.first_day()); };
  EXPECT_EQ(first(R"({"period":{"start":"2026-01-01","end":"2026-01-05"}})"), "2026-01-01");
  EXPECT_EQ(first(R"({"performedDateTime":"2026-01-02"})"), "2026-01-02");
  EXPECT_EQ(first(R"({"authoredOn":"2026-01-04","occurrencePeriod":{"start":"2026-02-03"}})"), "2026-02-03");
  EXPECT_EQ(first(R"({"authoredOn":"2026-01-04"})"), "2026-01-04");
  EXPECT_EQ(first("{}"), "");
}

TEST(StudyRecord, IsProofUnlessItWasNotDoneOrDoesNotStand) {
  const auto is_proof = [](const char* text) { return StudyRecord{JsonText(text).root()}.is_proof(); };
  for (const char* text : {"{}", R"({"status":"final"})", R"({"docStatus":"final"})"})
    EXPECT_TRUE(is_proof(text)) << text;
  for (const char* text : {R"({"status":"cancelled"})", R"({"status":"not-done"})", R"({"status":"preparation"})",
                           R"({"status":"superseded"})", R"({"status":"on-hold"})", R"({"status":"suspended"})",
                           R"({"status":"entered-in-error"})", R"({"docStatus":"entered-in-error"})",
                           R"({"docStatus":{"coding":[{"code":"entered-in-error"}]}})", R"({"notPerformed":true})"})
    EXPECT_FALSE(is_proof(text)) << text;
}

TEST(StudyRecord, HasTheDayOfTheStudyElseItsOwn) {
  for (const char* text :
       {R"({"effectiveDateTime":"2026-01-02","issued":"2026-01-09"})", R"({"effectivePeriod":{"start":"2026-01-02"}})",
        R"({"performedDateTime":"2026-01-02"})", R"({"occurrenceDateTime":"2026-01-02"})",
        R"({"context":{"period":{"start":"2026-01-02"}},"date":"2026-01-09"})",
        R"({"context":[{}],"period":{"start":"2026-01-02"},"date":"2026-01-09"})", R"({"issued":"2026-01-02"})",
        R"({"date":"2026-01-02"})", R"({"indexed":"2026-01-02"})"})
    EXPECT_EQ(day(StudyRecord{JsonText(text).root()}.date()), "2026-01-02") << text;
  EXPECT_EQ(day(StudyRecord{JsonText("{}").root()}.date()), "");
}

}  // namespace
}  // namespace fhir
