#include "fhir/medication_resources.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/fhir/json_text.h"

namespace fhir {
namespace {

std::string day(const std::optional<Date>& date) { return date ? to_string(date->earliest) : std::string(); }

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

TEST(MedicationRequest, StartsWithTheEffectiveDosePeriodOfR5) {
  const JsonText json(R"({"authoredOn":"2026-06-15","effectiveDosePeriod":{"start":"2025-11-01"}})");
  EXPECT_EQ(day(MedicationRequest{json}.started()), "2025-11-01");
}

TEST(MedicationRequest, IsReportedInTheWordsOfR4AndR5) {
  for (const char* text : {R"({"reportedBoolean":true})", R"({"reportedReference":{}})", R"({"reported":true})"})
    EXPECT_TRUE(MedicationRequest{JsonText(text).root()}.is_reported()) << text;
  for (const char* text : {R"({"reportedBoolean":false})", R"({"reported":false})", "{}"})
    EXPECT_FALSE(MedicationRequest{JsonText(text).root()}.is_reported()) << text;
}

TEST(MedicationStatement, IsTakenInTheWordsOfEachVersion) {
  const auto is_taken = [](const std::string& text) { return MedicationStatement{JsonText(text).root()}.is_taken(); };
  const auto recorded = [](const std::string& adherence) {
    return R"({"status":"recorded","adherence":{"code":{"coding":[{"code":")" + adherence + R"("}]}}})";
  };
  for (const auto& text :
       {std::string(R"({"status":"active"})"), std::string(R"({"status":"active","taken":"y"})"),
        std::string(R"({"status":"recorded"})"), recorded("taking"), recorded("taking-not-as-directed"),
        std::string(R"({"status":"active","wasNotTaken":false})")})
    EXPECT_TRUE(is_taken(text)) << text;
  for (const auto& text :
       {std::string(R"({"status":"completed"})"), std::string(R"({"status":"active","taken":"n"})"),
        std::string(R"({"status":"active","wasNotTaken":true})"), recorded("not-taking"), recorded("stopped"),
        recorded("on-hold-as-directed"), recorded("unknown"), std::string(R"({"status":"draft"})")})
    EXPECT_FALSE(is_taken(text)) << text;
}

TEST(MedicationStatement, HasADayOnWhichItBegan) {
  for (const char* text : {R"({"effectivePeriod":{"start":"2026-01-02"},"dateAsserted":"2026-02-02"})",
                           R"({"effectiveDateTime":"2026-01-02"})", R"({"dateAsserted":"2026-01-02"})"})
    EXPECT_EQ(day(MedicationStatement{JsonText(text).root()}.since()), "2026-01-02") << text;
}

TEST(MedicationAdministration, WasGivenUnlessItSaysNot) {
  const auto was_given = [](const char* text) { return MedicationAdministration{JsonText(text).root()}.was_given(); };
  for (const char* text :
       {R"({"status":"completed"})", R"({"status":"in-progress"})", "{}", R"({"status":"completed","notGiven":false})"})
    EXPECT_TRUE(was_given(text)) << text;
  for (const char* text : {R"({"status":"not-done"})", R"({"status":"completed","notGiven":true})",
                           R"({"status":"completed","wasNotGiven":true})"})
    EXPECT_FALSE(was_given(text)) << text;
}

TEST(MedicationAdministration, HasADayInTheWordsOfEachVersion) {
  for (const char* text :
       {R"({"effectiveDateTime":"2026-01-02"})", R"({"effectivePeriod":{"start":"2026-01-02"}})",
        R"({"effectiveTimeDateTime":"2026-01-02"})", R"({"effectiveTimePeriod":{"start":"2026-01-02"}})",
        R"({"occurenceDateTime":"2026-01-02"})", R"({"occurencePeriod":{"start":"2026-01-02"}})"})
    EXPECT_EQ(day(MedicationAdministration{JsonText(text).root()}.given_on()), "2026-01-02") << text;
}

TEST(WasTaken, IsTrueOfCoursesThatAreOver) {
  for (const char* text :
       {R"({"status":"completed"})", R"({"status":"stopped"})", R"({"status":"ended"})", R"({"status":"recorded"})",
        R"({"status":"recorded","adherence":{"code":{"coding":[{"code":"stopped"}]}}})"})
    EXPECT_TRUE(was_taken(JsonText(text))) << text;
  for (const char* text : {R"({"status":"cancelled"})", R"({"status":"completed","wasNotTaken":true})",
                           R"({"status":"recorded","adherence":{"code":{"coding":[{"code":"unknown"}]}}})",
                           R"({"status":"recorded","adherence":{"code":{"coding":[{"code":"not-taking"}]}}})"})
    EXPECT_FALSE(was_taken(JsonText(text))) << text;
}

TEST(EndOfCourse, IsTheFirstThatIsStated) {
  const auto end = [](const char* text) {
    const auto date = end_of_course(JsonText(text));
    return date ? to_string(date->latest) : std::string();
  };
  EXPECT_EQ(end(R"({"dosageInstruction":[{"timing":{"repeat":{"boundsPeriod":{"end":"2026-03-01"}}}},
                                         {"timing":{"repeat":{"boundsPeriod":{"end":"2026-02-01"}}}}]})"),
            "2026-02-01");
  EXPECT_EQ(end(R"({"dateEnded":"2026-02-02"})"), "2026-02-02");
  EXPECT_EQ(end(R"({"effectiveDosePeriod":{"end":"2026-02-03"}})"), "2026-02-03");
  EXPECT_EQ(end(R"({"effectivePeriod":{"end":"2026-02"}})"), "2026-02-28");
  EXPECT_EQ(end(R"({"effectivePeriod":{"start":"2026-02-05"}})"), "");
}

TEST(BoundsDuration, IsAQuantityInDstu2) {
  for (const char* name : {"boundsDuration", "boundsQuantity"}) {
    const JsonText dosage(R"({"timing":{"repeat":{")" + std::string(name) + R"(":{"value":5}}}})");
    EXPECT_EQ(bounds_duration(dosage)["value"].number(), 5) << name;
  }
}

TEST(AnyDose, IsReadWhereEachVersionHasIt) {
  for (const char* text :
       {R"({"dosage":{"dose":{"value":120}}})", R"({"dosage":{"quantity":{"value":120}}})",
        R"({"dosage":[{"quantityQuantity":{"value":120}}]})",
        R"({"dosageInstruction":[{"doseQuantity":{"value":120}}]})",
        R"({"dosageInstruction":[{"text":"x"},{"doseAndRate":[{},{"doseQuantity":{"value":120}}]}]})"})
    EXPECT_TRUE(any_dose(JsonText(text), [](const Quantity& dose) { return dose.value == 120; })) << text;
  for (const char* text : {R"({"dosage":{"dose":{"value":60}}})", R"({"dosage":{"dose":{}}})", "{}",
                           R"({"dosageInstruction":[{"doseAndRate":[{"doseQuantity":{"value":60}}]}]})"})
    EXPECT_FALSE(any_dose(JsonText(text), [](const Quantity& dose) { return dose.value == 120; })) << text;
}

TEST(ForEachIngredient, IsAConceptOrInDstu2AReference) {
  const auto text = [](const char* medication) {
    std::string found;
    for_each_ingredient(JsonText(medication), [&](Json ingredient) {
      found.append(ingredient["text"].text()).append(ingredient["display"].text());
    });
    return found;
  };
  EXPECT_EQ(text(R"({"ingredient":[{"itemCodeableConcept":{"text":"a"}},{"item":{"concept":{"text":"b"}}}]})"), "ab");
  EXPECT_EQ(text(R"({"product":{"ingredient":[{"item":{"display":"c"}}]}})"), "c");
}

}  // namespace
}  // namespace fhir
