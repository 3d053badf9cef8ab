// The drug for bone that the patient is on (clinical-policy.md sections 1 and 4).
#include "tests/support/patient_case.h"

namespace test {
namespace {

const std::string denosumab_60 = rxnorm("993452");
const std::string denosumab_120 = rxnorm("1046398");
const std::string zoledronate = rxnorm("77655");

std::string agent(const PatientCase& patient) { return std::string(name(patient.facts(), FactId::bone_agent)); }
PatientCase with_dose(const std::string& drug, const std::string& date) {
  return std::move(PatientCase().with(medication_administrations, given(drug, date)));
}

TEST(BoneAgentFacts, AreUnknownWithoutAny) { EXPECT_EQ(agent(PatientCase()), "unknown"); }

TEST(BoneAgentFacts, FindActiveOrdersAndStatements) {
  EXPECT_EQ(agent(PatientCase().with(medications, order_of(rxnorm("46041")))), "bisphosphonate");
  EXPECT_EQ(agent(PatientCase().with(medications, order_of(denosumab_60))), "denosumab 60 mg");
  EXPECT_EQ(agent(PatientCase().with(medications, order_of(denosumab_120))), "denosumab 120 mg");
  EXPECT_EQ(agent(PatientCase().with(medications, order_of(rxnorm("72143")))), "other agent");
  EXPECT_EQ(agent(PatientCase().with(medication_statements,
                                     "{'resourceType':'MedicationStatement','status':'active',"
                                     "'medicationCodeableConcept':{'text':'Fosamax'}}")),
            "bisphosphonate");
  EXPECT_EQ(agent(PatientCase().with(medications,
                                     "{'resourceType':'MedicationRequest','status':'stopped',"
                                     "'medicationCodeableConcept':" +
                                         rxnorm("46041") + "}")),
            "unknown");
}

TEST(BoneAgentFacts, FindADraftOfTheSameBundle) {
  EXPECT_EQ(agent(PatientCase().orders({PatientCase::draft(""), PatientCase::draft("", zoledronate)})),
            "bisphosphonate");
}

TEST(BoneAgentFacts, FindADoseWithinTwelveMonths) {
  EXPECT_EQ(agent(with_dose(zoledronate, "2025-06-15")), "bisphosphonate");
  EXPECT_EQ(agent(with_dose(zoledronate, "2025-06-14")), "unknown");
  EXPECT_EQ(agent(with_dose(denosumab_120, "2025-11-15")), "denosumab 120 mg");
  EXPECT_EQ(agent(with_dose(denosumab_120, "2025-11-14")), "unknown");
}

TEST(BoneAgentFacts, LeaveOutADoseThatWasNotGiven) {
  const auto not_given = [](const std::string& status, const std::string& more) {
    return agent(PatientCase().with(
        medication_administrations,
        "{'resourceType':'MedicationAdministration','status':'" + status +
            "','effectiveDateTime':'2026-05-01','medicationCodeableConcept':" + zoledronate + more + "}"));
  };
  EXPECT_EQ(not_given("completed", ""), "bisphosphonate");
  EXPECT_EQ(not_given("not-done", ""), "unknown");
  EXPECT_EQ(not_given("entered-in-error", ""), "unknown");
  EXPECT_EQ(not_given("completed", ",'notGiven':true"), "unknown");
  EXPECT_EQ(not_given("completed", ",'wasNotGiven':true"), "unknown");
}

TEST(BoneAgentFacts, TellTheNextDoseOfDenosumab) {
  auto patient = with_dose(denosumab_60, "2026-03-15");
  patient.with(medication_administrations, given(denosumab_60, "2025-09-14"));
  const auto facts = patient.with(medications, order_of(denosumab_60)).facts();
  EXPECT_EQ(name(facts, FactId::bone_agent), "denosumab 60 mg");
  EXPECT_EQ(date(facts[FactId::last_denosumab_dose]), "2026-03-15");
  EXPECT_EQ(date(facts[FactId::next_denosumab_dose]), "2026-09-15");
  EXPECT_EQ(source(facts[FactId::next_denosumab_dose]), "MedicationAdministration/a-2026-03-15");
}

TEST(BoneAgentFacts, TellThatDenosumabIsOverdueAfterSevenMonths) {
  EXPECT_EQ(agent(with_dose(denosumab_60, "2025-11-15")), "denosumab 60 mg");  // seven months to the day
  const auto late = with_dose(denosumab_60, "2025-11-14").facts();
  EXPECT_EQ(name(late, FactId::bone_agent), "denosumab 60 mg overdue");
  EXPECT_EQ(date(late[FactId::last_denosumab_dose]), "2025-11-14");
  EXPECT_TRUE(is_unknown(late[FactId::next_denosumab_dose]));
  EXPECT_EQ(agent(with_dose(denosumab_60, "2025-10-01").with(medications, order_of(denosumab_60))),
            "denosumab 60 mg overdue");
}

TEST(BoneAgentFacts, CallNothingOverdueThatIsBeingOrderedNow) {
  auto patient = with_dose(denosumab_60, "2025-10-01");
  patient.orders({PatientCase::draft(""), PatientCase::draft("", denosumab_60)});
  EXPECT_EQ(agent(patient), "denosumab 60 mg");
  EXPECT_TRUE(is_unknown(patient.facts()[FactId::next_denosumab_dose]));
}

TEST(BoneAgentFacts, CallATreatmentOfLongAgoEnded) {
  EXPECT_EQ(agent(with_dose(denosumab_60, "2020-01-01")), "unknown");
  EXPECT_EQ(agent(with_dose(denosumab_60, "2020-01-01").with(medications, order_of(denosumab_60))),
            "denosumab 60 mg overdue");
}

TEST(BoneAgentFacts, KnowAFollowOnDrug) {
  EXPECT_EQ(agent(with_dose(denosumab_60, "2025-10-01").with(medications, order_of(rxnorm("46041")))),
            "bisphosphonate");
  EXPECT_EQ(
      agent(with_dose(denosumab_60, "2025-07-01").with(medication_administrations, given(zoledronate, "2026-01-10"))),
      "bisphosphonate");
  // Before the last dose of denosumab: nothing followed it.
  EXPECT_EQ(
      agent(with_dose(denosumab_60, "2025-10-01").with(medication_administrations, given(zoledronate, "2025-08-10"))),
      "denosumab 60 mg overdue");
  // More than twelve months ago, but after it.
  EXPECT_EQ(
      agent(with_dose(denosumab_60, "2024-10-01").with(medication_administrations, given(zoledronate, "2025-04-10"))),
      "unknown");
  EXPECT_EQ(agent(with_dose(denosumab_60, "2025-02-01")
                      .with(medications,
                            "{'resourceType':'MedicationRequest','status':'completed',"
                            "'authoredOn':'2025-08-01','medicationCodeableConcept':" +
                                rxnorm("46041") + "}")),
            "unknown");
  // Called off: nothing followed.
  EXPECT_EQ(agent(with_dose(denosumab_60, "2025-10-01")
                      .with(medications,
                            "{'resourceType':'MedicationRequest','status':'cancelled',"
                            "'authoredOn':'2026-02-01','medicationCodeableConcept':" +
                                rxnorm("46041") + "}")),
            "denosumab 60 mg overdue");
}

TEST(BoneAgentFacts, SeeASwitchBeforeTheNextDoseIsDue) {
  auto switched = with_dose(denosumab_60, "2026-01-01");
  switched.with(medication_administrations, given(zoledronate, "2026-06-01"));
  EXPECT_EQ(agent(switched), "bisphosphonate");
  EXPECT_EQ(agent(switched.with(medications, order_of(denosumab_60))), "denosumab 60 mg");
}

TEST(BoneAgentFacts, DoNotDependOnTheOrderOfDoses) {
  for (const bool late_first : {true, false}) {
    auto patient = with_dose(denosumab_60, "2025-10-01");
    patient.with(medication_administrations, given(zoledronate, late_first ? "2026-05-01" : "2025-07-01"));
    patient.with(medication_administrations, given(zoledronate, late_first ? "2025-07-01" : "2026-05-01"));
    EXPECT_EQ(agent(patient), "bisphosphonate");
  }
}

TEST(BoneAgentFacts, TellTheStrengthOfDenosumab) {
  const auto ordered = [](const std::string& drug, const std::string& more = "") {
    return agent(PatientCase().with(medications, order_of(drug, more)));
  };
  const std::string generic = coded("http://www.whocc.no/atc", "M05BX04");
  EXPECT_EQ(ordered("{'text':'Prolia'}"), "denosumab 60 mg");
  EXPECT_EQ(ordered("{'text':'Xgeva'}"), "denosumab 120 mg");
  EXPECT_EQ(ordered("{'text':'denosumab-bbdz'}"), "denosumab 60 mg");
  EXPECT_EQ(ordered("{'coding':[{'system':'http://www.whocc.no/atc','code':'M05BX04'}],'text':'XGEVA'}"),
            "denosumab 120 mg");
  EXPECT_EQ(ordered(generic), "denosumab 60 mg");
  const auto dose = [](const std::string& mg) {
    return ",'dosageInstruction':[{'doseAndRate':[{'doseQuantity':{'value':" + mg + ",'unit':'mg'}}]}]";
  };
  EXPECT_EQ(ordered(generic, dose("120")), "denosumab 120 mg");
  EXPECT_EQ(ordered(generic, dose("60")), "denosumab 60 mg");
  EXPECT_EQ(agent(PatientCase().with(medication_administrations,
                                     given(generic, "2026-06-01", ",'dosage':{'dose':{'value':120,'unit':'mg'}}"))),
            "denosumab 120 mg");
}

TEST(BoneAgentFacts, TakeTheCodeForLongTermUse) {
  EXPECT_EQ(agent(PatientCase().with(conditions, condition(icd("Z79.83")))), "bisphosphonate");
}

}  // namespace
}  // namespace test
