// What speaks against a drug for bone or a supplement (clinical-policy.md sections 5 and 6).
#include "tests/support/patient_case.h"

namespace test {
namespace {

rules::Fact with(FactId id, fhir::QueryId query, const std::string& json) {
  return PatientCase().with(query, json).facts()[id];
}

TEST(SafetyFacts, AreFoundAmongTheConditions) {
  const std::pair<FactId, std::string> expected[] = {
      {FactId::osteonecrosis_of_jaw, icd("M87.180")},  {FactId::advanced_kidney_disease, icd("N18.4")},
      {FactId::advanced_kidney_disease, icd("Z99.2")}, {FactId::hypocalcaemia, snomed("5291005")},
      {FactId::hypercalcaemia, icd("E83.52")},         {FactId::hyperparathyroidism, icd("E21.0")},
      {FactId::kidney_stones, icd("N20.0")},           {FactId::oesophageal_disorder, snomed("63305008")},
  };
  for (const auto& [id, code] : expected) {
    EXPECT_TRUE(is_true(with(id, conditions, condition(code)))) << code;
    EXPECT_TRUE(is_unknown(PatientCase().facts()[id])) << code;
  }
  EXPECT_TRUE(is_unknown(with(FactId::advanced_kidney_disease, conditions, condition(icd("N18.31")))));
}

TEST(SafetyFacts, KeepWhatIsPastWhereItStillMatters) {
  const auto resolved = [](const std::string& code) {
    return "{'resourceType':'Condition','clinicalStatus':{'coding':[{'code':'resolved'}]},'code':" + code + "}";
  };
  EXPECT_TRUE(is_true(with(FactId::osteonecrosis_of_jaw, conditions, resolved(icd("M87.180")))));
  EXPECT_TRUE(is_true(with(FactId::kidney_stones, conditions, resolved(icd("N20.0")))));
  EXPECT_TRUE(is_unknown(with(FactId::hypocalcaemia, conditions, resolved(icd("E83.51")))));
  EXPECT_TRUE(is_unknown(with(FactId::oesophageal_disorder, conditions, resolved(icd("K22.2")))));
}

TEST(SafetyFacts, FindAnAllergyToBisphosphonates) {
  const auto allergy = [](const std::string& more) {
    return with(FactId::bisphosphonate_allergy, allergies,
                "{'resourceType':'AllergyIntolerance','id':'l1'" + more + "}");
  };
  EXPECT_TRUE(is_true(allergy(",'code':" + rxnorm("46041"))));
  EXPECT_TRUE(is_true(allergy(",'code':{'text':'Alendronate'}")));
  EXPECT_TRUE(is_true(allergy(",'code':{'text':'x'},'reaction':[{'substance':" + rxnorm("77655") + "}]")));
  EXPECT_EQ(source(allergy(",'code':" + rxnorm("46041"))), "AllergyIntolerance/l1");
  EXPECT_TRUE(is_unknown(allergy(",'code':{'text':'penicillin'}")));
  EXPECT_TRUE(is_unknown(allergy(",'clinicalStatus':{'coding':[{'code':'resolved'}]},'code':" + rxnorm("46041"))));
  EXPECT_TRUE(is_unknown(allergy(",'verificationStatus':{'coding':[{'code':'refuted'}]},'code':" + rxnorm("46041"))));
}

TEST(SafetyFacts, FindSupplementsTaken) {
  EXPECT_TRUE(is_true(with(FactId::takes_calcium, medications, order_of(rxnorm("1897")))));
  EXPECT_TRUE(is_true(with(FactId::takes_vitamin_d, medications, order_of("{'text':'Vitamin D3 1000 IU'}"))));
  const auto draft = PatientCase().orders({PatientCase::draft(""), PatientCase::draft("", rxnorm("2418"))}).facts();
  EXPECT_TRUE(is_true(draft[FactId::takes_vitamin_d]));
  EXPECT_TRUE(is_unknown(draft[FactId::takes_calcium]));
}

}  // namespace
}  // namespace test
