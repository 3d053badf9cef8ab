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
                           R"({"verificationStatus":{"coding":[{"code":"refuted"}]}})", R"({"status":"refuted"})"})
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
  EXPECT_EQ(onset(R"({"assertedDate":"2020-01-03"})"), "2020-01-03");
  EXPECT_EQ(onset("{}"), "");

  const auto age = [](const std::string& text) { return Condition{JsonText(text).root()}.onset_age_years(); };
  for (const char* unit : {R"("code":"a")", R"("unit":"years")", R"("unit":"year")", R"("unit":"yr")", R"("code":"A")",
                           R"("unit":"Years")", R"("code":"yr")", R"("code":"a","unit":"Jahre")"})
    EXPECT_EQ(age(std::string(R"({"onsetAge":{"value":61,)") + unit + "}}"), 61) << unit;
  EXPECT_EQ(age(R"({"onsetAge":{"value":61,"comparator":">","code":"a"}})"), 61);
  EXPECT_FALSE(age(R"({"onsetAge":{"value":61,"comparator":"<","code":"a"}})"));
  EXPECT_EQ(age(R"({"onsetRange":{"low":{"value":50,"unit":"yr"},"high":{"value":59,"unit":"yr"}}})"), 50);
  EXPECT_FALSE(age(R"({"onsetRange":{"high":{"value":59,"unit":"yr"}}})"));
  EXPECT_FALSE(age(R"({"onsetAge":{"value":6,"code":"mo","unit":"years"}})"));
  EXPECT_FALSE(age(R"({"onsetAge":{"value":6}})"));
  EXPECT_FALSE(age(R"({"onsetAge":{"code":"a"}})"));
  EXPECT_FALSE(age(R"({"onsetAge":{"value":-1,"code":"a"}})"));
  EXPECT_FALSE(age(R"({"onsetAge":{"value":1e300,"code":"a"}})"));
}

// The fracture of a childhood may be recorded at seventy.
TEST(Condition, BeganOnNoKnownDayIfItsOnsetCannotBeReadAsADay) {
  for (const char* onset :
       {R"("onsetString":"as a child")", R"("onsetAge":{"value":12,"code":"a"})", R"("onsetDateTime":"long ago")",
        R"("onsetRange":{"low":{"value":40}})", R"("onsetPeriod":{"start":"?"})"}) {
    const JsonText json("{" + std::string(onset) + R"(,"recordedDate":"2020-01-01"})");
    EXPECT_FALSE(Condition{json}.onset()) << onset;
    ASSERT_TRUE(Condition{json}.known_since()) << onset;
    EXPECT_EQ(to_string(Condition{json}.known_since()->earliest), "2020-01-01") << onset;
  }
  const JsonText empty(R"({"onsetString":"","recordedDate":"2020-01-01"})");
  EXPECT_TRUE(Condition{empty}.onset());
}

TEST(Condition, HasACode) {
  const JsonText json(R"({"code":{"text":"t"},"clinicalStatus":{"coding":[{"code":"active"}]}})");
  EXPECT_EQ(Condition{json}.code()["text"].text(), "t");
  EXPECT_EQ(Condition{json}.clinical_status(), "active");
}

TEST(Condition, HasAnAgeOfOnsetAsQuantityInDstu2) {
  const JsonText json(R"({"onsetQuantity":{"value":61,"code":"a"}})");
  EXPECT_EQ(Condition{json}.onset_age_years(), 61);
}

TEST(CodeableReference, HasAConceptAndAReference) {
  const JsonText r5(R"({"concept":{"text":"c"},"reference":{"reference":"Condition/1"}})");
  EXPECT_EQ(concept_in(r5)["text"].text(), "c");
  EXPECT_EQ(reference_in(r5)["reference"].text(), "Condition/1");
  const JsonText concept_(R"({"text":"c"})");
  EXPECT_EQ(concept_in(concept_)["text"].text(), "c");
  const JsonText reference(R"({"reference":"Condition/2"})");
  EXPECT_EQ(reference_in(reference)["reference"].text(), "Condition/2");
}

TEST(AllergyIntolerance, IsActiveByTheWordsOfEachVersion) {
  for (const char* text :
       {"{}", R"({"clinicalStatus":"active"})", R"({"clinicalStatus":{"coding":[{"code":"active"}]}})",
        R"({"status":"unconfirmed"})", R"({"status":"confirmed"})", R"({"status":"active"})"})
    EXPECT_TRUE(AllergyIntolerance{JsonText(text).root()}.is_active()) << text;
  for (const char* text : {R"({"clinicalStatus":"resolved"})", R"({"status":"inactive"})", R"({"status":"refuted"})",
                           R"({"clinicalStatus":"active","verificationStatus":"refuted"})"})
    EXPECT_FALSE(AllergyIntolerance{JsonText(text).root()}.is_active()) << text;
}

TEST(AllergyIntolerance, NamesItsSubstanceAndItsDate) {
  const JsonText stu3(R"({"code":{"text":"a"},"assertedDate":"2020-01-02"})");
  EXPECT_EQ(AllergyIntolerance{stu3}.substance()["text"].text(), "a");
  EXPECT_EQ(to_string(AllergyIntolerance{stu3}.recorded()->earliest), "2020-01-02");
  const JsonText dstu2(R"({"substance":{"text":"b"},"recordedDate":"2020-01-03"})");
  EXPECT_EQ(AllergyIntolerance{dstu2}.substance()["text"].text(), "b");
  EXPECT_EQ(to_string(AllergyIntolerance{dstu2}.recorded()->earliest), "2020-01-03");
}

TEST(RiskAssessment, CountsWithoutAStatusInDstu2Alone) {
  const auto counts = [](const char* text) { return RiskAssessment{JsonText(text).root()}.counts(); };
  EXPECT_TRUE(counts(R"({"status":"final"})"));
  EXPECT_TRUE(counts(R"({"date":"2026-01-02"})"));
  EXPECT_FALSE(counts(R"({"status":"preliminary","date":"2026-01-02"})"));
  EXPECT_FALSE(counts(R"({"occurrenceDateTime":"2026-01-02"})"));
}

TEST(RiskAssessment, HasADay) {
  for (const char* text : {R"({"occurrenceDateTime":"2026-01-02"})", R"({"occurrencePeriod":{"start":"2026-01-02"}})",
                           R"({"date":"2026-01-02"})"})
    EXPECT_EQ(to_string(RiskAssessment{JsonText(text).root()}.occurrence()->earliest), "2026-01-02") << text;
}

}  // namespace
}  // namespace fhir
