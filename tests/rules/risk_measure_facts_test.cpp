// Months of glucocorticoids by mouth, and FRAX (clinical-policy.md section 4).
#include "tests/support/patient_case.h"

namespace test {
namespace {

const std::string prednisone = rxnorm("312617");

rules::Fact months(fhir::QueryId query, const std::string& json) {
  return PatientCase().with(query, json).facts()[FactId::glucocorticoid_months];
}
rules::Fact months_of(const std::string& drug, const std::string& more = "") {
  return months(medications, order_of(drug, ",'authoredOn':'2025-10-15'" + more));
}
std::string route(const std::string& json) { return ",'dosageInstruction':[{'route':" + json + "}]"; }

TEST(RiskMeasureFacts, CountTheMonthsOfAnActiveGlucocorticoid) {
  EXPECT_EQ(number(months_of(prednisone)), 8);
  EXPECT_EQ(source(months_of(prednisone)), "MedicationRequest/m1");
  EXPECT_EQ(number(months(medications, order_of(prednisone,
                                                ",'dosageInstruction':[{'timing':{'repeat':{'boundsPeriod':{'start':"
                                                "'2026-03-15'}}}}]"))),
            3);
  EXPECT_TRUE(is_unknown(months(medications, order_of(prednisone))));
  EXPECT_TRUE(is_unknown(months_of(rxnorm("10324"))));
}

TEST(RiskMeasureFacts, TakeTheLongestCourse) {
  const auto facts = PatientCase()
                         .with(medications, order_of(prednisone, ",'authoredOn':'2026-05-15'"))
                         .with(medications, order_of(prednisone, ",'authoredOn':'2025-12-15'"))
                         .with(medications, order_of(prednisone, ",'authoredOn':'2026-04-15'"))
                         .facts();
  EXPECT_EQ(number(facts[FactId::glucocorticoid_months]), 6);
}

TEST(RiskMeasureFacts, LeaveOutWhatIsNotTaken) {
  EXPECT_TRUE(is_unknown(months(medications,
                                "{'resourceType':'MedicationRequest','status':'completed','authoredOn':'2025-01-01',"
                                "'medicationCodeableConcept':" +
                                    prednisone + "}")));
  EXPECT_TRUE(is_unknown(
      months_of(prednisone, ",'dosageInstruction':[{'timing':{'repeat':{'boundsPeriod':{'end':'2026-01-01'}}}}]")));
  for (const char* intent : {"option", "proposal", "plan"})
    EXPECT_TRUE(is_unknown(months(
        medications, std::string("{'resourceType':'MedicationRequest','status':'active',"
                                 "'intent':'") +
                         intent + "','authoredOn':'2025-01-01','medicationCodeableConcept':" + prednisone + "}")))
        << intent;
}

TEST(RiskMeasureFacts, TakeWhatThePatientReports) {
  EXPECT_EQ(number(months(medications,
                          "{'resourceType':'MedicationRequest','status':'active','intent':'plan',"
                          "'reportedBoolean':true,'authoredOn':'2025-12-15','medicationCodeableConcept':" +
                              prednisone + "}")),
            6);
  const std::string statement =
      "{'resourceType':'MedicationStatement','status':'active','medicationCodeableConcept':" + prednisone +
      ",'effectivePeriod':{'start':'2025-12-15'";
  EXPECT_EQ(number(months(medication_statements, statement + "}}")), 6);
  EXPECT_TRUE(is_unknown(months(medication_statements, statement + ",'end':'2026-05-01'}}")));
}

TEST(RiskMeasureFacts, LeaveOutWhatIsNotByMouth) {
  for (const char* name : {"prednisolone nasal spray", "hydrocortisone 1% cream", "dexamethasone ophthalmic",
                           "methylprednisolone injection"})
    EXPECT_TRUE(is_unknown(months_of(std::string("{'text':'") + name + "'}"))) << name;
  EXPECT_TRUE(is_unknown(months_of(prednisone, route("{'text':'Inhalation'}"))));
  EXPECT_TRUE(is_unknown(months_of(prednisone, route(snomed("447694001")))));
  EXPECT_TRUE(is_unknown(
      months(medication_statements,
             "{'resourceType':'MedicationStatement','status':'active','effectiveDateTime':'2025-01-01',"
             "'medicationReference':{'reference':'#m'},'contained':[{'resourceType':'Medication','id':'m','code':"
             "{'text':'hydrocortisone cream'}}]}")));
}

TEST(RiskMeasureFacts, KeepWhatIsByMouthOrSaysNothing) {
  for (const char* json : {"{'text':'PO'}", "{'text':'Oral'}", "{}", "7"})
    EXPECT_EQ(number(months_of(prednisone, route(json))), 8) << json;
  EXPECT_EQ(number(months_of(prednisone, route(snomed("26643006")))), 8);
  EXPECT_EQ(number(months_of("{'text':'prednisone 5 MG Oral Tablet'}")), 8);
}

TEST(RiskMeasureFacts, TakeTheCodeForLongTermUse) {
  EXPECT_EQ(number(months(conditions, condition(icd("Z79.52"), ",'onsetDateTime':'2025-06-15'"))), 12);
}

rules::Fact frax(fhir::QueryId query, const std::string& json, FactId id = FactId::frax_major) {
  return PatientCase().with(query, json).facts()[id];
}

TEST(RiskMeasureFacts, ReadFraxFromObservations) {
  EXPECT_EQ(number(frax(observations, observation("90265-0", "2026-03-12", quantity("24", "%")))), 24);
  EXPECT_EQ(number(frax(observations, observation("90266-8", "2026-03-12", quantity("3", "%")), FactId::frax_hip)), 3);
  EXPECT_TRUE(is_unknown(frax(observations, observation("90265-0", "2026-03-12", quantity("240", "%")))));
  EXPECT_TRUE(is_unknown(frax(observations, observation("90265-0", "2026-03-12", quantity("24", "mg")))));
}

TEST(RiskMeasureFacts, TakeTheLatestFraxThatCanBeTrueAndOfADayTheHighest) {
  const std::string high = observation("90265-0", "2026-03-12", quantity("24", "%"));
  const auto beside = [&](const std::string& other) {
    return number(PatientCase().with(observations, other).with(observations, high).facts()[FactId::frax_major]);
  };
  EXPECT_EQ(beside(observation("90265-0", "2026-06-01", quantity("240", "%"))), 24);
  EXPECT_EQ(beside(observation("90265-0", "2026-03-12", quantity("4", "%"))), 24);
  EXPECT_EQ(beside(observation("90265-0", "2026-06-01", quantity("4", "%"))), 4);
}

std::string assessment(const std::string& probability, const std::string& when, const std::string& status = "final") {
  return "{'resourceType':'RiskAssessment','id':'k1','status':'" + status + "'," + when +
         ",'prediction':[{'outcome':" + loinc("90265-0") + ",'probabilityDecimal':" + probability + "}]}";
}

TEST(RiskMeasureFacts, ReadFraxFromRiskAssessments) {
  const std::string when = "'occurrenceDateTime':'2026-03-12'";
  EXPECT_EQ(number(frax(risk_assessments, assessment("22", when))), 22);
  EXPECT_EQ(source(frax(risk_assessments, assessment("22", when))), "RiskAssessment/k1");
  EXPECT_EQ(number(frax(risk_assessments, assessment("22", "'occurrencePeriod':{'start':'2026-03-12'}"))), 22);
  EXPECT_TRUE(is_unknown(frax(risk_assessments, assessment("220", when))));
  EXPECT_TRUE(is_unknown(frax(risk_assessments, assessment("-1", when))));
  EXPECT_TRUE(is_unknown(frax(risk_assessments, assessment("'22'", when))));
  EXPECT_TRUE(is_unknown(frax(risk_assessments, assessment("22", when, "preliminary"))));
  EXPECT_TRUE(is_unknown(frax(risk_assessments, assessment("22", "'occurrenceDateTime':'2027-01-01'"))));
  EXPECT_TRUE(is_unknown(frax(risk_assessments, assessment("22", when), FactId::frax_hip)));
}

TEST(RiskMeasureFacts, TakeTheLatestFrax) {
  const auto both = [](const char* assessed, const char* measured) {
    return number(PatientCase()
                      .with(risk_assessments, assessment("11", "'occurrenceDateTime':'2020-01-01'"))
                      .with(risk_assessments, assessment("12", std::string("'occurrenceDateTime':'") + assessed + "'"))
                      .with(risk_assessments, assessment("13", "'occurrenceDateTime':'2019-01-01'"))
                      .with(observations, observation("90265-0", measured, quantity("24", "%")))
                      .facts()[FactId::frax_major]);
  };
  EXPECT_EQ(both("2026-01-01", "2025-01-01"), 12);
  EXPECT_EQ(both("2025-01-01", "2026-01-01"), 24);
}

}  // namespace
}  // namespace test
