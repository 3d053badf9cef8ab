#include "fhir/resources.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/fhir/json_text.h"

namespace fhir {
namespace {

TEST(RefOf, IsTypeAndIdOfAResource) {
  const JsonText resource(R"({"resourceType":"Observation","id":"bmd-1.2"})");
  const auto ref = ref_of(resource);
  ASSERT_TRUE(ref);
  EXPECT_EQ(ref->type, "Observation");
  EXPECT_EQ(ref->id, "bmd-1.2");
}

TEST(RefOf, IsNothingForAnIdOrATypeThatIsNotSafeToShow) {
  for (const char* text :
       {R"({"resourceType":"Observation"})", R"({"resourceType":"Observation","id":"<b>"})",
        R"({"resourceType":"Observation","id":7})", R"({"resourceType":"<b>","id":"1"})", R"({"id":"1"})", "null"})
    EXPECT_FALSE(ref_of(JsonText(text))) << text;
}

TEST(SimpleCode, IsReadFromCodeCodingAndConcept) {
  const auto code = [](const std::string& text) { return std::string(simple_code(JsonText(text))); };
  EXPECT_EQ(code(R"("active")"), "active");
  EXPECT_EQ(code(R"({"code":"active"})"), "active");
  EXPECT_EQ(code(R"({"coding":[{"display":"?"},{"code":"active"},{"code":"resolved"}]})"), "active");
  EXPECT_EQ(code(R"({"coding":{"code":"active"}})"), "active");
  EXPECT_EQ(code(R"({"text":"active"})"), "");
  EXPECT_EQ(code("7"), "");
}

TEST(IsVoid, IsTrueForErrorsAndRefutedOnes) {
  for (const char* text : {R"({"status":"entered-in-error"})", R"({"verificationStatus":"entered-in-error"})",
                           R"({"verificationStatus":{"coding":[{"code":"refuted"}]}})"})
    EXPECT_TRUE(is_void(JsonText(text))) << text;
  for (const char* text :
       {R"({"status":"final"})", R"({"verificationStatus":{"coding":[{"code":"confirmed"}]}})", "{}"})
    EXPECT_FALSE(is_void(JsonText(text))) << text;
}

TEST(Patient, HasGenderAndBirthDate) {
  const JsonText json(R"({"gender":"female","birthDate":"1960-02"})");
  const Patient patient{json};
  EXPECT_EQ(patient.gender(), "female");
  ASSERT_TRUE(patient.birth_date());
  EXPECT_TRUE(patient.birth_date()->is_partial());
}

TEST(MedicationRequest, ReadsTheElementsOfR4) {
  const JsonText json(R"({"resourceType":"MedicationRequest","status":"draft","intent":"order","doNotPerform":true,
      "medicationCodeableConcept":{"text":"c"},"reasonCode":[{"text":"why"}],
      "reasonReference":[{"reference":"Condition/1"}],"priorPrescription":{"reference":"MedicationRequest/0"},
      "contained":[{"id":"k"}],"dispenseRequest":{"quantity":{"value":5}},"authoredOn":"2026-06-15"})");
  const MedicationRequest request{json};
  EXPECT_TRUE(is_medication_request(json));
  EXPECT_EQ(request.status(), "draft");
  EXPECT_EQ(request.intent(), "order");
  EXPECT_TRUE(request.do_not_perform());
  EXPECT_EQ(request.medication_concept()["text"].text(), "c");
  EXPECT_FALSE(request.medication_reference().exists());
  EXPECT_EQ((*request.reason_codes().each().begin())["text"].text(), "why");
  EXPECT_EQ((*request.reason_references().each().begin())["reference"].text(), "Condition/1");
  EXPECT_TRUE(request.has_prior_prescription());
  EXPECT_EQ(request.contained().size(), 1u);
  EXPECT_EQ(request.dispense_request()["quantity"]["value"].number(), 5);
  ASSERT_TRUE(request.authored_on());
  EXPECT_EQ(to_string(request.authored_on()->earliest), "2026-06-15");
}

TEST(MedicationRequest, ReadsTheElementsOfOtherVersions) {
  const JsonText dstu2(R"({"resourceType":"MedicationOrder","dateWritten":"2026-01-02",
      "reasonCodeableConcept":{"text":"why"},"medicationReference":{"reference":"Medication/1"}})");
  const MedicationRequest order{dstu2};
  EXPECT_TRUE(is_medication_request(dstu2));
  EXPECT_FALSE(order.do_not_perform());
  EXPECT_EQ(order.reason_codes()["text"].text(), "why");
  EXPECT_TRUE(order.reason_references().is_empty());
  EXPECT_EQ(order.medication_reference()["reference"].text(), "Medication/1");
  ASSERT_TRUE(order.authored_on());
  EXPECT_FALSE(order.has_prior_prescription());

  const JsonText r5(R"({"resourceType":"MedicationRequest","reason":[{"concept":{"text":"why"}}],
      "medication":{"reference":{"reference":"Medication/5"}},"priorPrescription":{}})");
  EXPECT_EQ(MedicationRequest{r5}.reason_codes().size(), 1u);
  EXPECT_EQ(MedicationRequest{r5}.reason_references().size(), 1u);
  EXPECT_EQ(MedicationRequest{r5}.medication_reference()["reference"].text(), "Medication/5");
  EXPECT_FALSE(MedicationRequest{r5}.has_prior_prescription());
  EXPECT_FALSE(is_medication_request(JsonText(R"({"resourceType":"ServiceRequest"})")));
}

TEST(MedicationRequest, StartsWithItsFirstDosageElseWhenAuthored) {
  const JsonText dosed(R"({"authoredOn":"2026-06-15","dosageInstruction":[{"text":"daily"},
      {"timing":{"repeat":{"boundsPeriod":{"start":"2025-10-01"}}}}]})");
  EXPECT_EQ(to_string(MedicationRequest{dosed}.started()->earliest), "2025-10-01");
  const JsonText authored(R"({"authoredOn":"2026-06-15","dosageInstruction":[{"text":"daily"}]})");
  EXPECT_EQ(to_string(MedicationRequest{authored}.started()->earliest), "2026-06-15");
  EXPECT_FALSE(MedicationRequest{JsonText("{}").root()}.started());
}

TEST(Observation, TakesTheEffectiveTimeElseTheIssued) {
  const auto day = [](const std::string& text) {
    const JsonText json(text);
    const auto date = Observation{json}.effective();
    return date ? to_string(date->earliest) : std::string();
  };
  EXPECT_EQ(day(R"({"effectiveDateTime":"2026-03-10","issued":"2026-03-12T10:00:00Z"})"), "2026-03-10");
  EXPECT_EQ(day(R"({"effectivePeriod":{"start":"2026-03-09"}})"), "2026-03-09");
  EXPECT_EQ(day(R"({"effectiveInstant":"2026-03-08T10:00:00Z"})"), "2026-03-08");
  EXPECT_EQ(day(R"({"effectiveDateTime":"last week","issued":"2026-03-12T10:00:00Z"})"), "2026-03-12");
  EXPECT_EQ(day("{}"), "");
}

TEST(Observation, GivesItsParts) {
  const JsonText json(R"({"status":"final","code":{"text":"T-score"},"component":[{"code":{}}]})");
  const Observation observation{json};
  EXPECT_EQ(observation.status(), "final");
  EXPECT_EQ(observation.code()["text"].text(), "T-score");
  EXPECT_EQ(observation.components().size(), 1u);
}

bool is_active(const std::string& text) {
  const JsonText json(text);
  return Condition{json}.is_active();
}

TEST(Condition, IsActiveByItsClinicalStatus) {
  for (const char* status : {"active", "recurrence", "relapse"})
    EXPECT_TRUE(is_active(std::string(R"({"clinicalStatus":{"coding":[{"code":")") + status + R"("}]}})")) << status;
  for (const char* status : {"inactive", "remission", "resolved", "unheard-of"})
    EXPECT_FALSE(is_active(std::string(R"({"clinicalStatus":")") + status + R"("})")) << status;
}

TEST(Condition, IsActiveWithoutAStatusUnlessItAbatedOrIsVoid) {
  EXPECT_TRUE(is_active("{}"));
  EXPECT_TRUE(is_active(R"({"abatementBoolean":false})"));
  EXPECT_TRUE(is_active(R"({"abatementDateTime":null})"));
  for (const char* abatement :
       {R"("abatementDateTime":"2020")", R"("abatementPeriod":{"end":"2020"})", R"("abatementString":"long ago")",
        R"("abatementAge":{"value":3})", R"("abatementRange":{"low":{"value":3}})",
        R"("abatementQuantity":{"value":3})", R"("abatementBoolean":true)"})
    EXPECT_FALSE(is_active(std::string("{") + abatement + "}")) << abatement;
  EXPECT_FALSE(is_active(R"({"clinicalStatus":"active","verificationStatus":"refuted"})"));
}

TEST(Condition, HasAnOnsetAsDateOrAge) {
  const auto onset = [](const std::string& text) {
    const JsonText json(text);
    const auto date = Condition{json}.onset();
    return date ? to_string(date->earliest) : std::string();
  };
  EXPECT_EQ(onset(R"({"onsetDateTime":"2019-05-06","recordedDate":"2020-01-01"})"), "2019-05-06");
  EXPECT_EQ(onset(R"({"onsetPeriod":{"start":"2019-05-07"}})"), "2019-05-07");
  EXPECT_EQ(onset(R"({"recordedDate":"2020-01-01"})"), "2020-01-01");
  EXPECT_EQ(onset(R"({"dateRecorded":"2020-01-02"})"), "2020-01-02");
  EXPECT_EQ(onset("{}"), "");

  const auto age = [](const std::string& text) { return Condition{JsonText(text).root()}.onset_age_years(); };
  for (const char* unit : {R"("code":"a")", R"("unit":"years")", R"("unit":"year")", R"("unit":"yr")"})
    EXPECT_EQ(age(std::string(R"({"onsetAge":{"value":61,)") + unit + "}}"), 61) << unit;
  EXPECT_FALSE(age(R"({"onsetAge":{"value":6,"code":"mo","unit":"years"}})"));
  EXPECT_FALSE(age(R"({"onsetAge":{"value":6}})"));
  EXPECT_FALSE(age(R"({"onsetAge":{"code":"a"}})"));
}

TEST(Condition, HasACode) {
  const JsonText json(R"({"code":{"text":"t"},"clinicalStatus":{"coding":[{"code":"active"}]}})");
  EXPECT_EQ(Condition{json}.code()["text"].text(), "t");
  EXPECT_EQ(Condition{json}.clinical_status(), "active");
}

}  // namespace
}  // namespace fhir
