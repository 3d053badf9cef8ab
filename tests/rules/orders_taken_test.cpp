// By which orders and statements on record a patient takes an aromatase inhibitor, and what is read from them.
#include "tests/support/patient_case.h"

namespace test {
namespace {

const fhir::Today today{day("2026-06-15")};

rules::OrdersFound taken(const PatientCase& patient) {
  return rules::find_taken(patient.record(), terminology(), today);
}
bool takes(const std::string& more, const std::string& drug = letrozole_tablet) {
  return taken(PatientCase().with(medications, order_of(drug, more))).ours.size() == 1;
}
std::string statement(const std::string& status, const std::string& more = "") {
  return "{'resourceType':'MedicationStatement','id':'s1','status':'" + status +
         "','medicationCodeableConcept':" + letrozole_tablet + more + "}";
}

TEST(OrdersTaken, AreRecognisedAsOrdersAre) {
  EXPECT_TRUE(takes(""));
  EXPECT_TRUE(takes("", snomed("386911004")));
  EXPECT_FALSE(takes("", rxnorm("10324")));
  const auto named = taken(PatientCase().with(medications, order_of("{'text':'Femara 2.5 mg'}")));
  ASSERT_EQ(named.ours.size(), 1U);
  EXPECT_TRUE(named.ours.front().matched_by_name);
  EXPECT_FALSE(named.ours.front().has_code);
  EXPECT_TRUE(named.ours.front().on_record);
}

TEST(OrdersTaken, AreActiveAndNotOver) {
  const auto with_status = [](const char* status) {
    return taken(PatientCase().with(
                     medications, "{'resourceType':'MedicationRequest','id':'m1','intent':'order','status':'" +
                                      std::string(status) + "','medicationCodeableConcept':" + letrozole_tablet + "}"))
               .ours.size() == 1;
  };
  EXPECT_TRUE(with_status("active"));
  for (const char* status : {"draft", "completed", "stopped", "cancelled", "on-hold", "entered-in-error", ""})
    EXPECT_FALSE(with_status(status)) << status;
  const auto until = [](const char* end) {
    return takes(std::string(",'dosageInstruction':[{'timing':{'repeat':{'boundsPeriod':{'end':'") + end + "'}}}}]");
  };
  EXPECT_TRUE(until("2026-06-15"));
  EXPECT_FALSE(until("2026-06-14"));
  EXPECT_FALSE(takes(",'doNotPerform':true"));
}

TEST(OrdersTaken, MayBeStatements) {
  const auto states = [](const std::string& json) {
    return taken(PatientCase().with(medication_statements, json)).ours.size() == 1;
  };
  EXPECT_TRUE(states(statement("active")));
  EXPECT_FALSE(states(statement("completed")));
  EXPECT_FALSE(states(statement("entered-in-error")));
  EXPECT_FALSE(states(statement("active", ",'effectivePeriod':{'end':'2026-01-01'}")));
}

TEST(OrdersTaken, AreNotAmongDraftsNorWhatWasGiven) {
  EXPECT_TRUE(taken(PatientCase()).ours.empty());
  EXPECT_TRUE(
      taken(PatientCase().with(medication_administrations, given(letrozole_tablet, "2026-06-01"))).ours.empty());
}

TEST(OrdersTaken, AreInTheOrderOfTheirIds) {
  auto second = order_of(letrozole_tablet);
  second.replace(second.find("'m1'"), 4, "'m0'");
  const auto found = taken(PatientCase()
                               .with(medication_statements, statement("active"))
                               .with(medications, order_of(letrozole_tablet))
                               .with(medications, second));
  ASSERT_EQ(found.ours.size(), 3U);
  EXPECT_EQ(found.ours[0].order["id"].text(), "m0");
  EXPECT_EQ(found.ours[1].order["id"].text(), "m1");
  EXPECT_EQ(found.ours[2].order["id"].text(), "s1");
}

TEST(OrdersTaken, CannotBeToldWhereADrugIsNotNamed) {
  const std::string nowhere =
      "{'resourceType':'MedicationRequest','id':'m2','status':'active','intent':'order',"
      "'medicationReference':{'reference':'Medication/x'}}";
  EXPECT_TRUE(taken(PatientCase().with(medications, nowhere)).unnamed);
  EXPECT_FALSE(taken(PatientCase()).unnamed);
  EXPECT_FALSE(taken(PatientCase().with(medications, nowhere).with(medications, order_of(letrozole_tablet))).unnamed);
}

rules::Facts facts_of(const PatientCase& patient) {
  return rules::facts_of(patient.record(), taken(patient).ours, terminology(), today);
}

TEST(FactsOfOrdersTaken, SayThatTheTreatmentGoesOn) {
  const auto facts = facts_of(PatientCase().orders({}).with(medications, order_of(letrozole_tablet)));
  EXPECT_EQ(name(facts, FactId::drug), "letrozole");
  EXPECT_EQ(source(facts[FactId::drug]), "MedicationRequest/m1");
  EXPECT_TRUE(is_true(facts[FactId::renewal]));
  EXPECT_TRUE(is_false(facts[FactId::matched_by_name]));
}

TEST(FactsOfOrdersTaken, ReadAStatementToo) {
  const auto short_course = [](const std::string& more) {
    const PatientCase patient = PatientCase().orders({}).with(medication_statements, statement("active", more));
    return facts_of(patient)[FactId::short_course];
  };
  EXPECT_TRUE(is_unknown(short_course("")));
  EXPECT_TRUE(is_true(short_course(",'effectivePeriod':{'start':'2026-06-12','end':'2026-06-16'}")));
  EXPECT_TRUE(is_false(short_course(",'effectivePeriod':{'start':'2026-01-12','end':'2026-06-16'}")));
  EXPECT_TRUE(
      is_true(short_course(",'dosage':[{'timing':{'repeat':{'boundsDuration':{'value':5,'code':'d','system':'http://"
                           "unitsofmeasure.org'}}}}]")));
  const PatientCase patient =
      PatientCase().orders({}).with(medication_statements, statement("active", ",'reasonCode':[" + icd("N97.0") + "]"));
  EXPECT_EQ(name(facts_of(patient), FactId::order_reason), "infertility");
}

}  // namespace
}  // namespace test
