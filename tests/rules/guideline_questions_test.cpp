// What people ask a guideline beside its advice: its tables as data, what would be said if.
#include "rules/guideline_description.h"
#include "rules/supposed_facts.h"
#include "tests/support/patient_case.h"

namespace test {
namespace {

std::shared_ptr<const rules::Guideline> loaded(const char* profile = "aibl-2017") {
  const auto guideline = rules::Guideline::load(std::filesystem::path(GUIDELINE_FOLDER) / profile);
  EXPECT_TRUE(guideline.has_value());
  return *guideline;
}

TEST(Description, HasWhatTheMarkdownHas) {
  const auto guideline = loaded();
  const auto description = guideline->describe();
  const std::string markdown = guideline->to_markdown();
  EXPECT_EQ(description.title, "Bone loss with aromatase inhibitors: joint position statement of 2017");
  EXPECT_EQ(description.tables.size(), 19U);
  for (const auto& table : description.tables) {
    EXPECT_NE(markdown.find("## " + table.title), std::string::npos) << table.id;
    for (const auto& rule : table.rules) {
      EXPECT_NE(markdown.find("| " + rule.id + " |"), std::string::npos) << rule.id;
      EXPECT_FALSE(rule.ways.empty());
    }
  }
  const auto& density = *std::ranges::find(description.variables, "t_score_site", &rules::VariableDescription::name);
  EXPECT_EQ(density.known_with, "t_score");
  EXPECT_EQ(density.names.size(), 5U);
  EXPECT_FALSE(density.range.has_value());
  const auto& mass = *std::ranges::find(description.variables, "bmi", &rules::VariableDescription::name);
  ASSERT_TRUE(mass.range.has_value());
  EXPECT_EQ(mass.range->least, 8);
  EXPECT_EQ(mass.range->most, 100);
}

TEST(Counted, NamesTheCriteriaThatHold) {
  const auto guideline = loaded();
  const auto all = guideline->counted(PatientCase()
                                          .with(conditions, condition(icd("Z82.62")))
                                          .patient("{'resourceType':'Patient','id':'p1',"
                                                   "'gender':'female','birthDate':'1950-01-08'}")
                                          .facts());
  const auto& factors = *std::ranges::find(all, "risk_factors", &rules::Counted::count);
  ASSERT_FALSE(factors.holding.empty());
  EXPECT_EQ(factors.value, rules::Value(static_cast<double>(factors.holding.size())));
}

TEST(CriteriaMet, AreWordedAsTheyHold) {
  const auto guideline = loaded();
  rules::Facts facts = PatientCase().with(bone_density, t_score("80948-3", "2026-01-31", "-2.6")).facts();
  const auto of_therapy = [&] {
    const auto decisions = guideline->advise(facts).decisions;
    const auto therapy = std::ranges::find(decisions, "therapy", &rules::Decision::table);
    return guideline->criteria_met(facts).at(static_cast<std::size_t>(therapy - decisions.begin()));
  };
  facts[FactId::bone_agents_looked_up].value = true;
  EXPECT_EQ(of_therapy(), "No bone-protective drug is on record.");
  facts[FactId::bone_agents_looked_up].value = false;
  EXPECT_EQ(of_therapy(), "No bone-protective drug was found, but not all could be looked up.");
}

class Supposed : public ::testing::Test {
 protected:
  static inline const std::string always_known =
      "'drug':'letrozole','matched_by_name':false,'renewal':false,'dxa_looked_up':true,'dxa_requests_looked_up':true,"
      "'menopause_looked_up':true,'risk_factors_looked_up':true,'bone_agents_looked_up':true,'labs_looked_up':true,"
      "'drug_cautions_looked_up':true,'supplements_looked_up':true";
  fhir::Result<rules::Facts> supposed(const std::string& more) {
    return rules::supposed_facts(texts_.parse("{" + always_known + more + "}"));
  }
  std::string refused(const std::string& more) {
    const auto facts = supposed(more);
    return facts ? "taken" : facts.error().diagnostics;
  }
  Texts texts_;
};

TEST_F(Supposed, AreReadByTheirTypes) {
  const auto facts = supposed(
      ",'age':70,'sex':'female','hospice':true,'t_score':-2.6,'t_score_site':'femoral neck',"
      "'t_score_date':'2026-03-01','bmi':null");
  ASSERT_TRUE(facts.has_value()) << facts.error().diagnostics;
  EXPECT_EQ(number((*facts)[FactId::age]), 70);
  EXPECT_EQ(name(*facts, FactId::t_score_site), "femoral neck");
  EXPECT_EQ(date((*facts)[FactId::t_score_date]), "2026-03-01");
  EXPECT_TRUE(is_true((*facts)[FactId::hospice]));
  EXPECT_TRUE(is_unknown((*facts)[FactId::bmi]));
}

TEST_F(Supposed, AreRefusedIfNoPatientCanHaveThem) {
  EXPECT_EQ(refused(",'t_score':-2.6"), "t_score_site: it is known whenever t_score is");
  EXPECT_EQ(refused(",'months_since_dxa':3"), "dxa_date: it is known whenever months_since_dxa is");
  EXPECT_EQ(refused(",'bone_agent':'denosumab 60 mg overdue'"),
            "last_denosumab_dose: it is known whenever bone_agent is denosumab 60 mg overdue");
  EXPECT_EQ(refused(",'bone_agent':'bisphosphonate'"), "taken");
  EXPECT_EQ(rules::supposed_facts(texts_.parse("{}")).error().diagnostics, "drug: it is always known");
}

TEST_F(Supposed, AreRefusedIfTheyAreNotPlausible) {
  EXPECT_EQ(refused(",'t_score_site':'spine','t_score_date':'2026-03-01','t_score':12"),
            "t_score: it must be from -7 to 6");
  EXPECT_EQ(refused(",'bmi':7.9"), "bmi: it must be from 8 to 100");
  EXPECT_EQ(refused(",'frax_hip':100.5"), "frax_hip: it must be from 0 to 100");
  EXPECT_EQ(refused(",'age':-1"), "age: it must be 0 or more");
  EXPECT_EQ(refused(",'bmi':100,'frax_hip':0,'t_score_before_loss':-7"), "taken");
}

TEST_F(Supposed, AreRefusedIfTheyAreNone) {
  EXPECT_EQ(refused(",'t-score':1"), "there is a name that is no fact");
  for (const char* wrong : {"'age':'70'", "'age':true", "'sex':'other'", "'hospice':'yes'", "'dxa_date':'2026-03'"})
    EXPECT_TRUE(refused(std::string(",") + wrong).ends_with(": that is none of its values")) << wrong;
}

}  // namespace
}  // namespace test
