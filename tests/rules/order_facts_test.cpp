// The facts about the order: reason, length, renewal (clinical-policy.md section 1).
#include "tests/support/patient_case.h"

namespace test {
namespace {

rules::Facts facts_of_order(const std::string& more) {
  return PatientCase().orders({PatientCase::draft(more)}).facts();
}
rules::Fact short_course(const std::string& more) { return facts_of_order(more)[FactId::short_course]; }
std::string reason(const std::string& more) { return std::string(name(facts_of_order(more), FactId::order_reason)); }

TEST(OrderFacts, NameTheDrug) {
  EXPECT_EQ(name(facts_of_order(""), FactId::drug), "letrozole");
  const auto facts = PatientCase().orders({PatientCase::draft("", "{'text':'Arimidex'}")}).facts();
  EXPECT_EQ(name(facts, FactId::drug), "anastrozole");
  EXPECT_TRUE(is_true(facts[FactId::matched_by_name]));
  EXPECT_EQ(name(PatientCase().orders({PatientCase::draft("", rxnorm("310261"))}).facts(), FactId::drug), "exemestane");
  const std::string formestane = coded("http://www.whocc.no/atc", "L02BG02");
  EXPECT_EQ(name(PatientCase().orders({PatientCase::draft("", formestane)}).facts(), FactId::drug),
            "aromatase inhibitor");
  EXPECT_EQ(source(facts[FactId::drug]), "MedicationRequest/d1");
}

TEST(OrderFacts, TakeOnlyACodedReason) {
  EXPECT_EQ(reason(",'reasonCode':[" + icd("N97.0") + "]"), "infertility");
  EXPECT_EQ(reason(",'reasonCode':[" + snomed("237055002") + "]"), "infertility");
  EXPECT_EQ(reason(",'reasonCode':[" + icd("C50.919") + "]"), "other");
  EXPECT_EQ(reason(",'reasonCode':[{'text':'infertility'}]"), "unknown");
  EXPECT_EQ(reason(""), "unknown");
  EXPECT_EQ(reason(",'reasonCode':5,'reasonReference':'x'"), "unknown");
}

TEST(OrderFacts, FindTheReasonBehindAReference) {
  PatientCase patient;
  patient.with(conditions, condition(icd("E28.2")));
  const auto referring = [&](const std::string& more) {
    return name(patient.orders({PatientCase::draft(more)}).facts(), FactId::order_reason);
  };
  EXPECT_EQ(referring(",'reasonReference':[{'reference':'Condition/c1'}]"), "infertility");
  EXPECT_EQ(referring(",'reasonReference':[{'reference':'Condition/absent'}]"), "unknown");
  EXPECT_EQ(
      referring(",'reasonReference':[{'reference':'#r'}],'contained':[{'resourceType':'Condition','id':'r','code':" +
                icd("N97.9") + "}]"),
      "infertility");
  EXPECT_EQ(referring(",'reasonReference':[{'reference':'#absent'}]"), "unknown");
  EXPECT_EQ(referring(",'reason':[{'concept':" + icd("N97.9") + "}]"), "infertility");            // R5
  EXPECT_EQ(referring(",'reason':[{'reference':{'reference':'Condition/c1'}}]"), "infertility");  // R5
}

TEST(OrderFacts, CallACourseOfFourteenDaysShort) {
  const auto bounds = [](const std::string& value, const std::string& unit) {
    return ",'dosageInstruction':[{'timing':{'repeat':{'boundsDuration':{'value':" + value + ",'code':'" + unit +
           "'}}}}]";
  };
  EXPECT_TRUE(is_true(short_course(bounds("5", "d"))));
  EXPECT_TRUE(is_true(short_course(bounds("2", "wk"))));
  EXPECT_FALSE(is_true(short_course(bounds("15", "d"))));
  EXPECT_TRUE(is_false(short_course(bounds("1", "mo"))));
  EXPECT_TRUE(is_true(short_course(",'dispenseRequest':{'expectedSupplyDuration':{'value':14,'unit':'days'}}")));
  EXPECT_TRUE(is_true(short_course(
      ",'dosageInstruction':[{'timing':{'repeat':{'boundsPeriod':{'start':'2026-06-16','end':'2026-06-20'}}}}]")));
  EXPECT_TRUE(is_false(
      short_course(",'dosageInstruction':[{'timing':{'repeat':{'boundsRange':{'high':{'value':30,'code':'d'}}}}}]")));
}

TEST(OrderFacts, TakeTheLongestOfTheStatedDurations) {
  EXPECT_TRUE(
      is_false(short_course(",'dosageInstruction':[{'timing':{'repeat':{'boundsDuration':{'value':5,'code':'d'}}}}],"
                            "'dispenseRequest':{'expectedSupplyDuration':{'value':30,'code':'d'}}")));
}

TEST(OrderFacts, CountTabletsOnlyWithoutADuration) {
  const auto tablets = [](const std::string& number, const std::string& unit = "{tbl}") {
    return short_course(",'dispenseRequest':{'quantity':{'value':" + number + ",'code':'" + unit + "'}}");
  };
  EXPECT_TRUE(is_true(tablets("5")));
  EXPECT_TRUE(is_true(tablets("20")));
  EXPECT_TRUE(is_false(tablets("21")));
  EXPECT_TRUE(is_false(tablets("28")));
  EXPECT_TRUE(is_false(tablets("30")));
  EXPECT_TRUE(is_unknown(tablets("5", "mL")));
  EXPECT_TRUE(is_unknown(short_course("")));
  EXPECT_TRUE(
      is_false(short_course(",'dispenseRequest':{'quantity':{'value':5,'code':'{tbl}'},"
                            "'expectedSupplyDuration':{'value':30,'code':'d'}}")));
}

TEST(OrderFacts, SeeARenewalInAPriorPrescription) {
  EXPECT_TRUE(is_true(facts_of_order(",'priorPrescription':{'reference':'MedicationRequest/0'}")[FactId::renewal]));
  EXPECT_TRUE(is_false(facts_of_order("")[FactId::renewal]));
}

rules::Fact renewal_with(fhir::QueryId query, const std::string& json) {
  return PatientCase().with(query, json).facts()[FactId::renewal];
}

TEST(OrderFacts, SeeARenewalInAnInhibitorOfMoreThanSixtyDays) {
  const std::string drug = rxnorm("84857");
  EXPECT_TRUE(is_true(renewal_with(medications, order_of(drug, ",'authoredOn':'2026-04-15'"))));   // 61 days
  EXPECT_TRUE(is_false(renewal_with(medications, order_of(drug, ",'authoredOn':'2026-04-16'"))));  // 60 days
  EXPECT_TRUE(is_false(renewal_with(medications, order_of(drug))));
  EXPECT_TRUE(is_false(renewal_with(medications, order_of(drug, ",'authoredOn':'2026'"))));
  EXPECT_TRUE(is_true(renewal_with(
      medications, order_of(drug, ",'dosageInstruction':[{'timing':{'repeat':{'boundsPeriod':{'start':'2023'}}}}]"))));
  EXPECT_TRUE(is_false(renewal_with(medications, order_of(rxnorm("10324"), ",'authoredOn':'2023-01-01'"))));
  EXPECT_TRUE(is_true(renewal_with(medication_statements,
                                   "{'resourceType':'MedicationStatement','id':'s','status':'active',"
                                   "'effectivePeriod':{'start':'2024-01'},'medicationCodeableConcept':" +
                                       drug + "}")));
}

TEST(OrderFacts, SeeNoRenewalInWhatIsNoLongerActive) {
  const std::string drug = rxnorm("84857");
  EXPECT_TRUE(is_false(renewal_with(medications,
                                    "{'resourceType':'MedicationRequest','status':'stopped','authoredOn':'2024-01-01',"
                                    "'medicationCodeableConcept':" +
                                        drug + "}")));
  EXPECT_TRUE(is_false(renewal_with(
      medications, order_of(drug,
                            ",'authoredOn':'2024-01-01','dosageInstruction':[{'timing':{'repeat':{'boundsPeriod':"
                            "{'end':'2025-01-01'}}}}]"))));
  // The order being signed, found again among the medications.
  EXPECT_TRUE(
      is_false(renewal_with(medications,
                            "{'resourceType':'MedicationRequest','id':'d1','status':'active','authoredOn':'2024-01-01',"
                            "'medicationCodeableConcept':" +
                                drug + "}")));
}

TEST(OrderFacts, AdviseOnTheOrderThatIsNotSilent) {
  const std::string short_order = PatientCase::draft(",'dispenseRequest':{'quantity':{'value':5,'code':'{tbl}'}}");
  const std::string infertility = PatientCase::draft(",'reasonCode':[" + icd("N97.0") + "]");
  const std::string prior = PatientCase::draft(",'priorPrescription':{'reference':'MedicationRequest/0'}");
  const std::string anastrozole = PatientCase::draft("", rxnorm("199224"));
  const auto drug = [](std::initializer_list<std::string> orders) {
    return name(PatientCase().orders(orders).facts(), FactId::drug);
  };
  EXPECT_EQ(drug({infertility, anastrozole}), "anastrozole");
  EXPECT_EQ(drug({short_order, anastrozole}), "anastrozole");
  EXPECT_EQ(drug({prior, anastrozole}), "anastrozole");
  const std::string short_for_cancer = PatientCase::draft(
      ",'dispenseRequest':{'quantity':{'value':5,'code':'{tbl}'}},'reasonCode':[" + icd("C50.911") + "]",
      rxnorm("310261"));
  EXPECT_EQ(drug({infertility, short_order, short_for_cancer}), "exemestane");
}

}  // namespace
}  // namespace test
