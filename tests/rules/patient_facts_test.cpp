// Who the patient is, and what is "on record" (clinical-policy.md section 1).
#include "tests/support/patient_case.h"

namespace test {
namespace {

rules::Fact with(FactId id, fhir::QueryId query, const std::string& json) {
  return PatientCase().with(query, json).facts()[id];
}
rules::Fact age_of(const std::string& born) {
  return PatientCase().patient("{'resourceType':'Patient','id':'p1','birthDate':" + born + "}").facts()[FactId::age];
}

TEST(PatientFacts, CountCompletedYears) {
  EXPECT_EQ(number(age_of("'1960-06-15'")), 66);
  EXPECT_EQ(number(age_of("'1960-06-16'")), 65);
  EXPECT_EQ(number(age_of("'2008-06-15'")), 18);
  EXPECT_EQ(number(age_of("'2008-06-16'")), 17);
}

TEST(PatientFacts, MakeNobodyOlderThanIsKnown) {
  EXPECT_EQ(number(age_of("'1960'")), 65);
  EXPECT_EQ(number(age_of("'1960-05'")), 66);
  for (const char* born : {"''", "null", "5", "'tomorrow'", "'2030-01-01'", "{}"})
    EXPECT_TRUE(is_unknown(age_of(born))) << born;
}

TEST(PatientFacts, KnowTwoSexesAndOtherwiseNone) {
  const auto sex = [](const std::string& gender) {
    return name(PatientCase().patient("{'resourceType':'Patient','id':'p1','gender':" + gender + "}").facts(),
                FactId::sex);
  };
  EXPECT_EQ(sex("'female'"), "female");
  EXPECT_EQ(sex("'male'"), "male");
  EXPECT_EQ(sex("'other'"), "unknown");
  EXPECT_EQ(sex("7"), "unknown");
}

TEST(PatientFacts, FindBreastCancerActiveOrPast) {
  const auto fact = with(FactId::breast_cancer, conditions, condition(icd("C50.919"), ",'recordedDate':'2026-04-16'"));
  EXPECT_TRUE(is_true(fact));
  EXPECT_EQ(source(fact), "Condition/c1");
  EXPECT_EQ(fhir::to_string(*fact.evidence.date), "2026-04-16");
  EXPECT_TRUE(is_true(with(FactId::breast_cancer, conditions, condition(icd("Z85.3")))));
  EXPECT_TRUE(is_unknown(with(FactId::breast_cancer, conditions,
                              condition(icd("C50.919"),
                                        ",'verificationStatus':{'coding':[{'code':"
                                        "'refuted'}]}"))));
  EXPECT_TRUE(is_unknown(with(FactId::breast_cancer, conditions, condition(icd("C61")))));
}

TEST(PatientFacts, FindHospiceAsActiveCondition) {
  EXPECT_TRUE(is_true(with(FactId::hospice, conditions, condition(snomed("170935008")))));
  EXPECT_TRUE(is_unknown(with(FactId::hospice, conditions, condition(icd("Z51.5")))));  // palliative care
  EXPECT_TRUE(is_unknown(with(FactId::hospice, conditions, condition(snomed("103735009")))));
  EXPECT_TRUE(is_unknown(with(FactId::hospice, conditions,
                              "{'resourceType':'Condition','clinicalStatus':{'coding':[{'code':'resolved'}]},'code':" +
                                  snomed("170935008") + "}")));
}

TEST(PatientFacts, FindHospiceWithinTwelveMonths) {
  const auto procedure = [](const std::string& status, const std::string& date) {
    return "{'resourceType':'Procedure','id':'x','status':'" + status + "','code':" + snomed("385763009") +
           ",'performedDateTime':'" + date + "'}";
  };
  EXPECT_TRUE(is_true(with(FactId::hospice, procedures, procedure("completed", "2025-06-15"))));
  EXPECT_TRUE(is_unknown(with(FactId::hospice, procedures, procedure("completed", "2025-06-14"))));
  EXPECT_TRUE(is_unknown(with(FactId::hospice, procedures, procedure("not-done", "2026-06-01"))));
  EXPECT_TRUE(is_true(with(FactId::hospice, procedures, procedure("in-progress", "2024-01-01"))));
  EXPECT_TRUE(is_true(with(FactId::hospice, service_requests,
                           "{'resourceType':'ServiceRequest','id':'x','status':'active','authoredOn':'2026-01-01',"
                           "'code':" +
                               snomed("385763009") + "}")));
  EXPECT_TRUE(is_unknown(with(FactId::hospice, service_requests,
                              "{'resourceType':'ServiceRequest','status':'active','doNotPerform':true,"
                              "'authoredOn':'2026-01-01','code':" +
                                  snomed("385763009") + "}")));
}

TEST(PatientFacts, FindHospiceInAnEncounterUpToItsEnd) {
  const auto encounter = [](const std::string& period) {
    return "{'resourceType':'Encounter','id':'x','status':'finished','type':[" + snomed("305336008") +
           "],'period':" + period + "}";
  };
  EXPECT_TRUE(is_true(with(FactId::hospice, encounters, encounter("{'start':'2024-01-01','end':'2026-05-01'}"))));
  EXPECT_TRUE(is_unknown(with(FactId::hospice, encounters, encounter("{'start':'2024-01-01','end':'2024-05-01'}"))));
  EXPECT_TRUE(is_unknown(with(FactId::hospice, encounters, encounter("{}"))));
}

TEST(PatientFacts, FindHospiceThatHasBegunAndIsToEndLater) {
  const auto order = [](const std::string& period) {
    return with(FactId::hospice, service_requests,
                "{'resourceType':'ServiceRequest','id':'x','status':'active','authoredOn':'2024-01-01','code':" +
                    snomed("385763009") + ",'occurrencePeriod':" + period + "}");
  };
  const auto fact = order("{'start':'2024-02-01','end':'2026-12-31'}");
  EXPECT_TRUE(is_true(fact));
  EXPECT_EQ(fhir::to_string(*fact.evidence.date), "2026-06-15");
  EXPECT_TRUE(is_unknown(order("{'start':'2026-07-01','end':'2026-12-31'}")));
  EXPECT_TRUE(is_unknown(order("{'end':'2026-12-31'}")));
  EXPECT_TRUE(is_unknown(order("{'start':'2024-02-01','end':'2024-12-31'}")));
  EXPECT_TRUE(is_true(with(FactId::hospice, encounters,
                           "{'resourceType':'Encounter','id':'x','status':'onleave','type':[" + snomed("305336008") +
                               "],'period':{'start':'2024-02-01','end':'2026-12-31'}}")));
}

TEST(PatientFacts, FindPregnancyAsActiveCondition) {
  EXPECT_TRUE(is_true(with(FactId::pregnancy, conditions, condition(snomed("77386006")))));
  EXPECT_TRUE(is_true(with(FactId::pregnancy, conditions, condition(icd("O09.90")))));
}

TEST(PatientFacts, FindPregnancyStatusWithin300Days) {
  const auto status = [](const char* date, const std::string& value) {
    return with(FactId::pregnancy, observations, observation("82810-3", date, "'valueCodeableConcept':" + value));
  };
  EXPECT_TRUE(is_true(status("2025-08-19", snomed("77386006"))));     // 300 days
  EXPECT_TRUE(is_unknown(status("2025-08-18", snomed("77386006"))));  // 301 days
  EXPECT_TRUE(is_unknown(status("2026-06-01", snomed("60001007"))));
  EXPECT_TRUE(is_unknown(status("2026-07-01", snomed("77386006"))));  // the future
}

TEST(PatientFacts, TakeTheLatestPregnancyStatus) {
  const auto facts =
      PatientCase()
          .with(observations, observation("82810-3", "2026-06-01", "'valueCodeableConcept':" + snomed("60001007")))
          .with(observations, observation("82810-3", "2026-01-01", "'valueCodeableConcept':" + snomed("77386006")))
          .facts();
  EXPECT_TRUE(is_unknown(facts[FactId::pregnancy]));
}

TEST(PatientFacts, FindAPositiveTestWithin60Days) {
  const auto test_on = [](const char* date, const std::string& value, const std::string& more = "") {
    return with(FactId::pregnancy, labs, observation("2106-3", date, value, more));
  };
  EXPECT_TRUE(is_true(test_on("2026-04-16", "'valueCodeableConcept':" + snomed("10828004"))));  // 60 days
  EXPECT_TRUE(is_unknown(test_on("2026-04-15", "'valueCodeableConcept':" + snomed("10828004"))));
  EXPECT_TRUE(is_true(test_on("2026-06-01", "'valueString':'Positive'")));
  EXPECT_TRUE(is_true(test_on("2026-06-01", "'valueCodeableConcept':{'coding':[{'display':'positive'}]}")));
  EXPECT_TRUE(
      is_true(test_on("2026-06-01", "'valueString':'see note'", ",'interpretation':[{'coding':[{'code':'POS'}]}]")));
  EXPECT_TRUE(
      is_unknown(test_on("2026-06-01", "'valueString':'negative'", ",'interpretation':[{'coding':[{'code':'NEG'}]}]")));
}

TEST(PatientFacts, LetNoTestWithoutAResultHideAPositiveOne) {
  const std::string positive = observation("2106-3", "2026-05-01", "'valueString':'positive'");
  const auto beside = [&](const std::string& later) {
    return PatientCase().with(labs, positive).with(labs, later).facts()[FactId::pregnancy];
  };
  const auto fact = beside(observation("2106-3", "2026-06-01", "'dataAbsentReason':" + coded("x", "unknown")));
  EXPECT_TRUE(is_true(fact));
  EXPECT_EQ(source(fact), "Observation/o-2026-05-01");
  EXPECT_TRUE(is_unknown(beside(observation("2106-3", "2026-06-01", "'valueString':'negative'"))));
  EXPECT_TRUE(is_unknown(beside(observation("2106-3", "2026-06-01", "'interpretation':[" + coded("x", "NEG") + "]"))));
}

TEST(PatientFacts, TakeThePositiveOfTwoTestsOfADay) {
  const std::string positive = observation("2106-3", "2026-06-01", "'valueString':'positive'");
  const std::string negative = observation("2106-3", "2026-06-01", "'valueString':'negative'");
  EXPECT_TRUE(is_true(PatientCase().with(labs, positive).with(labs, negative).facts()[FactId::pregnancy]));
  EXPECT_TRUE(is_true(PatientCase().with(labs, negative).with(labs, positive).facts()[FactId::pregnancy]));
}

TEST(PatientFacts, TakeNoTestOfAManForAPregnancy) {
  const auto of = [](const std::string& gender) {
    return PatientCase()
        .patient("{'resourceType':'Patient','id':'p1','gender':'" + gender + "','birthDate':'1960-01-08'}")
        .with(labs, observation("2106-3", "2026-06-01", "'valueString':'positive'"))
        .facts()[FactId::pregnancy];
  };
  EXPECT_TRUE(is_unknown(of("male")));
  EXPECT_TRUE(is_true(of("female")));
  EXPECT_TRUE(is_true(of("unknown")));
}

TEST(PatientFacts, FindBoneMetastases) {
  EXPECT_TRUE(is_true(with(FactId::bone_metastases, conditions, condition(icd("C79.51")))));
  EXPECT_TRUE(is_true(with(FactId::bone_metastases, conditions, condition(snomed("94222008")))));
}

TEST(PatientFacts, FindTheMenopauseInConditionsAndProcedures) {
  EXPECT_TRUE(is_true(with(FactId::menopause, conditions, condition(snomed("76498008")))));
  const auto oophorectomy = [](const char* status, const char* date) {
    return with(FactId::menopause, procedures,
                std::string("{'resourceType':'Procedure','id':'x','status':'") + status + "','performedDateTime':'" +
                    date + "','code':" + snomed("76876009") + "}");
  };
  EXPECT_TRUE(is_true(oophorectomy("completed", "2010-01-01")));
  EXPECT_TRUE(is_unknown(oophorectomy("not-done", "2010-01-01")));
  EXPECT_TRUE(is_unknown(oophorectomy("completed", "2026-09-01")));
}

TEST(PatientFacts, FindOvarianSuppression) {
  EXPECT_TRUE(is_true(with(FactId::ovarian_suppression, medications, order_of(rxnorm("50610")))));
  EXPECT_TRUE(
      is_true(with(FactId::ovarian_suppression, medication_administrations, given(rxnorm("42375"), "2026-05-01"))));
  EXPECT_TRUE(
      is_unknown(with(FactId::ovarian_suppression, medication_administrations, given(rxnorm("42375"), "2025-05-01"))));
}

}  // namespace
}  // namespace test
