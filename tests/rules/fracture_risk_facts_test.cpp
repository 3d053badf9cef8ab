// What raises the risk of a fracture (clinical-policy.md sections 1 and 4).
#include "tests/support/patient_case.h"

namespace test {
namespace {

rules::Facts with(std::initializer_list<std::string> of_conditions) {
  PatientCase patient;  // born 1960-01-08
  for (const auto& json : of_conditions) patient.with(conditions, json);
  return patient.facts();
}
std::string onset(const std::string& date) { return ",'onsetDateTime':'" + date + "'"; }

TEST(FractureRiskFacts, FindOsteoporosisDiagnosed) {
  EXPECT_TRUE(is_true(with({condition(snomed("64859006"))})[FactId::osteoporosis]));
  EXPECT_TRUE(is_true(with({condition(icd("M81.0"))})[FactId::osteoporosis]));
  EXPECT_TRUE(is_unknown(with({condition(snomed("312894000"))})[FactId::osteoporosis]));  // osteopenia
}

TEST(FractureRiskFacts, FindAFragilityFractureByItsCode) {
  const auto facts = with({condition(icd("Z87.310"), ",'recordedDate':'2026-04-16'")});
  EXPECT_TRUE(is_true(facts[FactId::fragility_fracture]));
  EXPECT_TRUE(is_true(facts[FactId::fragility_fracture_after_50]));
  EXPECT_TRUE(is_unknown(facts[FactId::hip_or_vertebral_fracture]));
  const auto undated = with({condition(icd("M80.08XA"))});
  EXPECT_TRUE(is_true(undated[FactId::fragility_fracture]));
  EXPECT_TRUE(is_true(undated[FactId::hip_or_vertebral_fracture]));
  EXPECT_TRUE(is_unknown(undated[FactId::fragility_fracture_after_50]));
}

TEST(FractureRiskFacts, TakeAHipOrVertebralFractureFrom50OnForFragility) {
  for (const char* code : {"5913000", "263225007", "359817006", "50448004", "207957008"})
    EXPECT_TRUE(is_true(with({condition(snomed(code), onset("2015-01-01"))})[FactId::hip_or_vertebral_fracture]))
        << code;
  const auto facts = with({condition(icd("S72.001A"), onset("2010-01-08"))});
  EXPECT_TRUE(is_true(facts[FactId::fragility_fracture]));
  EXPECT_TRUE(is_true(facts[FactId::fragility_fracture_after_50]));
  EXPECT_TRUE(is_unknown(with({condition(icd("S72.001A"), onset("2010-01-07"))})[FactId::fragility_fracture]));
  EXPECT_TRUE(is_unknown(with({condition(icd("S72.001A"))})[FactId::fragility_fracture]));
  EXPECT_TRUE(is_unknown(with({condition(snomed("12676007"), onset("2015-01-01"))})[FactId::fragility_fracture]));
}

TEST(FractureRiskFacts, TakeAnAgeAtOnset) {
  const auto at = [](const std::string& years) {
    return with({condition(snomed("5913000"),
                           ",'onsetAge':{'value':" + years + ",'code':'a'}")})[FactId::fragility_fracture_after_50];
  };
  EXPECT_TRUE(is_true(at("50")));
  EXPECT_TRUE(is_unknown(at("49")));
}

TEST(FractureRiskFacts, TakeTheDayOfTheRecordForNoDayOfAFracture) {
  const auto hip = [](const std::string& said) {
    return with({condition(snomed("5913000"), said + ",'recordedDate':'2024-01-01'")});
  };
  EXPECT_TRUE(is_true(hip("")[FactId::hip_or_vertebral_fracture]));
  for (const char* said : {",'onsetString':'in childhood'", ",'onsetAge':{'value':12,'code':'a'}",
                           ",'onsetRange':{'low':{'value':40,'code':'a'},'high':{'value':55,'code':'a'}}",
                           ",'onsetRange':{'high':{'value':55,'code':'a'}}"})
    EXPECT_TRUE(is_unknown(hip(said)[FactId::hip_or_vertebral_fracture])) << said;
  EXPECT_TRUE(is_true(hip(",'onsetRange':{'low':{'value':50,'unit':'Years'}}")[FactId::hip_or_vertebral_fracture]));
  EXPECT_TRUE(is_true(hip(",'onsetAge':{'value':61,'unit':'YR'}")[FactId::hip_or_vertebral_fracture]));
}

TEST(FractureRiskFacts, LeaveOutFracturesOfHighEnergyOrTumour) {
  const std::string fracture = condition(icd("S72.001A"), onset("2020-01-01"));
  const std::string crash = condition(icd("V43.52XA"), onset("2020-01-01"));
  EXPECT_TRUE(is_unknown(with({fracture, crash})[FactId::hip_or_vertebral_fracture]));
  EXPECT_TRUE(
      is_true(with({fracture, condition(icd("V43.52XA"), onset("2005-01-01"))})[FactId::hip_or_vertebral_fracture]));
  EXPECT_TRUE(is_true(with({fracture, condition(icd("V43.52XA"))})[FactId::hip_or_vertebral_fracture]));
  const std::string recorded = ",'recordedDate':'2021-03-03'";
  EXPECT_TRUE(is_unknown(
      with({condition(icd("S72.001A"), ",'onsetAge':{'value':61,'code':'a'}" + recorded),
            condition(icd("V43.52XA"), ",'onsetString':'in spring'" + recorded)})[FactId::hip_or_vertebral_fracture]));
  const std::string both =
      "{'coding':[{'system':'http://snomed.info/sct','code':'50448004'},"
      "{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'M84.58XA'}]}";
  EXPECT_TRUE(is_unknown(with({condition(both, onset("2020-01-01"))})[FactId::hip_or_vertebral_fracture]));
}

TEST(FractureRiskFacts, CountAHealedFractureButNoVoidOne) {
  const auto of_status = [](const std::string& status) {
    return with({"{'resourceType':'Condition','id':'x'," + status +
                 ",'onsetDateTime':'2020','code':" + snomed("5913000") + "}"})[FactId::fragility_fracture];
  };
  EXPECT_TRUE(is_true(of_status("'clinicalStatus':{'coding':[{'code':'resolved'}]}")));
  EXPECT_TRUE(is_unknown(of_status("'verificationStatus':{'coding':[{'code':'entered-in-error'}]}")));
}

TEST(FractureRiskFacts, FindAParentalHipFracture) {
  EXPECT_TRUE(is_true(with({condition(snomed("391096007"))})[FactId::parental_hip_fracture]));
  EXPECT_TRUE(is_unknown(with({condition(snomed("160313009"))})[FactId::parental_hip_fracture]));
  const auto relative = [](const std::string& relation, const std::string& code, const std::string& status) {
    return PatientCase()
        .with(family_history,
              "{'resourceType':'FamilyMemberHistory','id':'f1','status':'" + status +
                  "','relationship':" + coded("http://terminology.hl7.org/CodeSystem/v3-RoleCode", relation) +
                  ",'condition':[{'code':" + snomed("38341003") + "},{'code':" + snomed(code) + "}]}")
        .facts()[FactId::parental_hip_fracture];
  };
  EXPECT_TRUE(is_true(relative("MTH", "5913000", "completed")));
  EXPECT_EQ(source(relative("FTH", "5913000", "completed")), "FamilyMemberHistory/f1");
  EXPECT_TRUE(is_unknown(relative("SIS", "5913000", "completed")));
  EXPECT_TRUE(is_unknown(relative("MTH", "12676007", "completed")));
  EXPECT_TRUE(is_unknown(relative("MTH", "5913000", "entered-in-error")));
}

rules::Fact bmi_of(std::initializer_list<std::string> results) {
  PatientCase patient;
  for (const auto& result : results) patient.with(observations, result);
  return patient.facts()[FactId::bmi];
}

TEST(FractureRiskFacts, TakeTheLatestBodyMassIndex) {
  const auto fact = bmi_of({observation("39156-5", "2026-01-01", quantity("19.9", "kg/m2")),
                            observation("39156-5", "2025-01-01", quantity("25", "kg/m2"))});
  EXPECT_EQ(number(fact), 19.9);
  EXPECT_EQ(source(fact), "Observation/o-2026-01-01");
}

TEST(FractureRiskFacts, WorkOutTheBodyMassIndexFromWeightAndHeight) {
  const std::string weight = observation("29463-7", "2026-01-01", quantity("50", "kg"));
  EXPECT_NEAR(number(bmi_of({weight, observation("8302-2", "2020-01-01", quantity("160", "cm"))})), 19.53, 0.01);
  EXPECT_TRUE(is_unknown(bmi_of({weight})));
  EXPECT_TRUE(is_unknown(bmi_of({weight, observation("8302-2", "2020-01-01", quantity("0", "cm"))})));
  EXPECT_TRUE(is_unknown(bmi_of({weight, observation("8302-2", "2020-01-01", quantity("1.6", "cm"))})));
  EXPECT_TRUE(is_unknown(bmi_of({observation("39156-5", "2026-01-01", quantity("250", "kg/m2"))})));
  EXPECT_TRUE(is_unknown(bmi_of({observation("39156-5", "2026-01-01", quantity("25", "mmol"))})));
}

TEST(FractureRiskFacts, TakeTheLatestBodyMassIndexThatCanBeTrue) {
  const std::string low = observation("39156-5", "2025-01-01", quantity("19.9", "kg/m2"));
  EXPECT_EQ(number(bmi_of({low, observation("39156-5", "2026-01-01", quantity("250", "kg/m2"))})), 19.9);
  EXPECT_EQ(number(bmi_of({low, observation("39156-5", "2026-01-01", "'note':[]")})), 19.9);
  EXPECT_EQ(number(bmi_of({low, observation("39156-5", "2025-01-01", quantity("24", "kg/m2"))})), 19.9);
}

TEST(FractureRiskFacts, TakeTheLaterOfTheBodyMassIndexToldAndWorkedOut) {
  const std::string height = observation("8302-2", "2020-01-01", quantity("160", "cm"));
  const std::string told = observation("39156-5", "2025-06-01", quantity("25", "kg/m2"));
  const auto weighed = [&](const char* date) {
    return number(bmi_of({told, height, observation("29463-7", date, quantity("50", "kg"))}));
  };
  EXPECT_NEAR(weighed("2026-01-01"), 19.53, 0.01);
  EXPECT_EQ(weighed("2025-06-01"), 25);
  EXPECT_EQ(weighed("2025-01-01"), 25);
}

TEST(FractureRiskFacts, TakeTheLatestSmokingStatus) {
  const auto smoking = [](const std::string& code, const std::string& more_condition = "") {
    PatientCase patient;
    patient.with(observations, observation("72166-2", "2026-05-06", "'valueCodeableConcept':" + snomed(code)));
    patient.with(observations, observation("72166-2", "2020-05-06", "'valueCodeableConcept':" + snomed("449868002")));
    if (!more_condition.empty()) patient.with(conditions, more_condition);
    return std::string(name(patient.facts(), FactId::smoking));
  };
  EXPECT_EQ(smoking("449868002"), "current");
  EXPECT_EQ(smoking("8517006"), "former");
  EXPECT_EQ(smoking("266919005"), "never");
  EXPECT_EQ(smoking("1"), "current");  // what cannot be read takes nothing back
}

TEST(FractureRiskFacts, CountTheSmokerOfTwoStatusesOfADay) {
  const auto status = [](const char* code) {
    return observation("72166-2", "2026-05-06", "'valueCodeableConcept':" + snomed(code));
  };
  PatientCase patient;
  for (const char* code : {"266919005", "449868002", "8517006"}) patient.with(observations, status(code));
  EXPECT_EQ(name(patient.facts(), FactId::smoking), "current");
}

TEST(FractureRiskFacts, AskTheConditionsWhereNoStatusCanBeRead) {
  const auto facts =
      PatientCase()
          .with(observations, observation("72166-2", "2026-05-06", "'valueCodeableConcept':" + snomed("1")))
          .with(conditions, condition(icd("F17.210")))
          .facts();
  EXPECT_EQ(name(facts, FactId::smoking), "current");
}

TEST(FractureRiskFacts, TakeSmokingThatEndedForPastSmoking) {
  const auto of_status = [](const std::string& status) {
    return std::string(name(
        with({"{'resourceType':'Condition','id':'x'," + status + ",'code':" + icd("F17.210") + "}"}), FactId::smoking));
  };
  for (const char* status : {"resolved", "inactive", "remission"})
    EXPECT_EQ(of_status("'clinicalStatus':{'coding':[{'code':'" + std::string(status) + "'}]}"), "former") << status;
  EXPECT_EQ(of_status("'abatementDateTime':'2020'"), "former");
  EXPECT_EQ(of_status("'verificationStatus':{'coding':[{'code':'refuted'}]}"), "unknown");
}

TEST(FractureRiskFacts, FindSmokingAmongTheConditions) {
  EXPECT_EQ(name(with({condition(icd("F17.210"))}), FactId::smoking), "current");
  EXPECT_EQ(name(with({condition(icd("Z87.891"))}), FactId::smoking), "former");
  EXPECT_EQ(name(with({condition(icd("Z87.891")), condition(icd("F17.210"))}), FactId::smoking), "current");
  EXPECT_EQ(name(with({}), FactId::smoking), "unknown");
}

}  // namespace
}  // namespace test
