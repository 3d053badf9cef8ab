// From facts to cards, by a small guideline.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/rules/written_guideline.h"

namespace rules {
namespace {

using Strings = std::vector<std::string_view>;

template <class List>
Strings strings(const List& list) {
  return {list.begin(), list.end()};
}

// One card of an advice, with what its words stand in.
struct OneCard {
  Advice advice;
  const Card* operator->() const { return &advice.cards.at(0); }
};

class GuidelineAdvise : public testing::Test {
 protected:
  GuidelineAdvise() {
    facts[FactId::drug].value = name_value(FactId::drug, "letrozole");
    facts[FactId::matched_by_name].value = false;
    facts[FactId::renewal].value = false;
  }
  Advice advise() const { return guideline->advise(facts); }

  std::shared_ptr<const Guideline> guideline = WrittenGuideline().load().value();
  Facts facts;
};

TEST_F(GuidelineAdvise, TellsWhoItIs) {
  EXPECT_EQ(guideline->id(), "small");
  EXPECT_EQ(guideline->version(), "0.1.0");
  EXPECT_EQ(guideline->sources().size(), 2u);
  EXPECT_EQ(guideline->override_reasons().at(0).code, "done");
}

// The small guideline with tables for opening the chart: of all its tables the first alone.
WrittenGuideline with_chart(const std::string& tables = R"(["scope.json"])") {
  WrittenGuideline written;
  written.change("profile.json", "\"never_together\"", R"("chart": { "tables": )" + tables + R"( }, "never_together")");
  return written;
}

TEST_F(GuidelineAdvise, IsByOtherTablesOnOpeningTheChart) {
  const auto chart = with_chart().load(Occasion::chart).value();
  ASSERT_NE(chart, nullptr);
  EXPECT_EQ(chart->id(), "small");
  EXPECT_EQ(chart->override_reasons().size(), guideline->override_reasons().size());
  facts[FactId::t_score].value = -2.75;
  EXPECT_EQ(chart->advise(facts).decisions.size(), 1u);
  EXPECT_TRUE(chart->advise(facts).cards.empty());
  facts[FactId::pregnancy].value = true;
  EXPECT_EQ(chart->advise(facts).cards.at(0).id, "pregnant");
  EXPECT_FALSE(with_chart().load(Occasion::order).value()->proof() == chart->proof());
}

TEST_F(GuidelineAdvise, HasNothingForTheChartUnlessTheProfileSaysSo) {
  EXPECT_EQ(WrittenGuideline().load(Occasion::chart).value(), nullptr);
}

TEST_F(GuidelineAdvise, RefusesWrongTablesForTheChart) {
  EXPECT_NE(with_chart("[]").refusal(Occasion::chart).find("has no tables"), std::string::npos);
  EXPECT_NE(with_chart(R"(["kidney.json"])").refusal(Occasion::chart).find("no fact, count or earlier table: scope"),
            std::string::npos);
  auto written = with_chart();
  written.change("profile.json", "\"chart\": { \"tables\"", "\"chart\": { \"words\": [], \"tables\"");
  EXPECT_NE(written.refusal(Occasion::chart).find("has a member 'words' that nothing reads"), std::string::npos);
  EXPECT_NE(written.refusal(Occasion::order).find("has a member 'words' that nothing reads"), std::string::npos);
}

TEST_F(GuidelineAdvise, TellsEveryCardAndEverySilenceThereCanBe) {
  facts[FactId::t_score].value = -2.75;
  facts[FactId::t_score_date].value = fhir::Day{std::chrono::year{2026} / 3 / 10};
  facts[FactId::smoking].value = name_value(FactId::smoking, "current");
  const Advice advice = advise();
  const auto& shown = advice.cards;
  ASSERT_FALSE(shown.empty());
  const auto all = guideline->all_cards();
  for (const auto& card : shown)
    EXPECT_EQ(std::ranges::count_if(
                  all, [&](const CardKind& one) { return one.id == card.id && one.indicator == card.indicator; }),
              1);
  EXPECT_EQ(std::ranges::count(guideline->all_silences(), "uneventful-renewal"), 1);
  EXPECT_GT(guideline->all_silences().size(), 1u) << "those of the tables";
}

TEST_F(GuidelineAdvise, TellsEveryRuleThatCanFire) {
  const auto all = guideline->all_decisions();
  EXPECT_GT(all.size(), advise().decisions.size());
  for (const auto* decision : advise().decisions)
    EXPECT_EQ(std::ranges::count_if(all,
                                    [&](const Decision& one) {
                                      return one.table == decision->table && one.rule == decision->rule &&
                                             one.outcome == decision->outcome;
                                    }),
              1);
}

TEST_F(GuidelineAdvise, MarksTheCardsThatWarnOfHarm) {
  WrittenGuideline written;
  written.change("kidney.json", "\"low\": { \"advice\"", "\"low\": { \"safety\": true, \"advice\"");
  guideline = written.load().value();
  facts[FactId::t_score].value = -3.0;
  facts[FactId::smoking].value = name_value(FactId::smoking, "current");
  for (const auto& card : advise().cards) EXPECT_FALSE(card.is_safety) << card.id;
  facts[FactId::egfr].value = 29.0;
  const Advice advice = advise();
  ASSERT_EQ(advice.cards.size(), 2u);
  EXPECT_TRUE(advice.cards[0].is_safety) << "a caution on it makes it one";
  EXPECT_FALSE(advice.cards[1].is_safety);
}

TEST_F(GuidelineAdvise, SaysNothingWithoutAReason) {
  const Advice advice = advise();
  EXPECT_FALSE(advice.silent);
  EXPECT_TRUE(advice.cards.empty());
  ASSERT_EQ(advice.decisions.size(), 4u);
  EXPECT_EQ(advice.decisions[1]->table, "therapy");
  EXPECT_EQ(advice.decisions[1]->rule, "few");
  EXPECT_EQ(advice.decisions[1]->outcome, "none");
}

TEST_F(GuidelineAdvise, IsSilentWhateverElseHolds) {
  facts[FactId::age].value = 17.0;
  facts[FactId::t_score].value = -3.0;
  facts[FactId::pregnancy].value = true;
  EXPECT_EQ(advise().silent, "child");
  EXPECT_TRUE(advise().cards.empty());
  EXPECT_EQ(advise().decisions.size(), 4u);
}

TEST_F(GuidelineAdvise, GivesACardThatStandsAloneAndNothingElse) {
  facts[FactId::pregnancy].value = true;
  facts[FactId::t_score].value = -3.0;
  facts[FactId::smoking].value = name_value(FactId::smoking, "current");
  const Advice advice = advise();
  ASSERT_EQ(advice.cards.size(), 1u);
  EXPECT_EQ(advice.cards[0].id, "pregnant");
  EXPECT_NE(advice.cards[0].detail.find("Check letrozole."), std::string::npos);
}

TEST_F(GuidelineAdvise, PutsACardTogetherInTheOrderOfThePolicy) {
  facts[FactId::t_score].value = -2.75;
  facts[FactId::t_score_date].value = fhir::Day{std::chrono::year{2026} / 3 / 10};
  facts[FactId::egfr].value = 20.0;
  facts[FactId::bmi].looked = false;
  const Advice advice = advise();
  ASSERT_EQ(advice.cards.size(), 1u);
  const Card& card = advice.cards[0];
  EXPECT_EQ(card.summary, "T-score -2.75: treat");
  EXPECT_EQ(card.topic, "TREAT");
  EXPECT_EQ(card.indicator, Indicator::warning);
  EXPECT_EQ(card.detail,
            "**Found:** T-score -2.75 on 2026-03-10.\n\n"
            "**Criteria met:**\n\n- T-score -2.75 (The policy, 4; strong).\n- eGFR below 30 (7).\n\n"
            "**To do:**\n\n- Treat.\n\n**Cautions:**\n\n- Kidney at -2.75.\n\n"
            "**Not found in the record:** smoking status.\n\n**Could not be looked up:** body mass index.\n\n"
            "**Evidence:** It helps. Much.\n\n**Source:** [A paper](https://example.org/paper)");
  EXPECT_EQ(card.source->id, "policy");
  EXPECT_EQ(strings(card.rules), (Strings{"therapy/low", "kidney/low", "scope/other"}));
  EXPECT_EQ(strings(card.advice), (Strings{"treat", "kidney"}));
  ASSERT_EQ(card.suggestions.size(), 1u);
  EXPECT_EQ(card.suggestions[0]->resource_in(fhir::FhirVersion::r4),
            R"({"resourceType":"ServiceRequest","status":"draft")");
  EXPECT_EQ(card.facts, (FactList{FactId::t_score, FactId::t_score_date, FactId::egfr}));
  EXPECT_EQ(card.unknown,
            (FactList{FactId::age, FactId::pregnancy, FactId::annual_bmd_loss, FactId::bmi, FactId::smoking}));
}

TEST_F(GuidelineAdvise, TellsOfWhatARuleAskedForAndCouldNotBeLookedUp) {
  facts[FactId::smoking].value = name_value(FactId::smoking, "current");
  facts[FactId::pregnancy].looked = false;
  facts[FactId::bmi].looked = false;  // no rule asks for it
  const OneCard card{advise()};
  EXPECT_NE(card->detail.find("**Could not be looked up:** pregnancy."), std::string::npos);
  EXPECT_EQ(card->unknown, (FactList{FactId::pregnancy}));
}

TEST_F(GuidelineAdvise, TellsTheFirstWordsThatApply) {
  WrittenGuideline written;
  written.change("therapy.json", "\"T-score {t_score}.\"",
                 R"([{ "text": "Low at {age}.", "when": { "age": "known" } }, "Low."])");
  written.change("therapy.json", "\"T-score {t_score}: treat\"",
                 R"([{ "text": "Treat at {age}", "when": { "age": "known" } }, "Treat"])");
  guideline = written.load().value();
  facts[FactId::t_score].value = -3.0;
  EXPECT_EQ(advise().cards.at(0).summary, "Treat");
  EXPECT_NE(advise().cards.at(0).detail.find("- Low (The policy"), std::string::npos);
  facts[FactId::age].value = 66.0;
  EXPECT_EQ(advise().cards.at(0).summary, "Treat at 66");
  EXPECT_NE(advise().cards.at(0).detail.find("- Low at 66 (The policy"), std::string::npos);
  EXPECT_NE(guideline->to_markdown().find("Low at {age}. / Low."), std::string::npos);
}

TEST_F(GuidelineAdvise, ShowsTextsAndSuggestionsWhereTheirConditionHolds) {
  facts[FactId::t_score].value = -3.0;
  facts[FactId::t_score_date].value = fhir::Day{std::chrono::year{2026} / 3 / 10};
  facts[FactId::bmi].value = 19.5;
  const OneCard card{advise()};
  EXPECT_NE(card->detail.find("- BMI is 19.5."), std::string::npos);
  EXPECT_EQ(card->suggestions.size(), 2u);
}

TEST_F(GuidelineAdvise, FoldsANoteIntoTheFirstCardThatIsThere) {
  facts[FactId::egfr].value = 20.0;
  facts[FactId::smoking].value = name_value(FactId::smoking, "current");
  const Advice advice = advise();
  ASSERT_EQ(advice.cards.size(), 1u);
  EXPECT_EQ(advice.cards[0].id, "stop");
  EXPECT_NE(advice.cards[0].detail.find("- Refer."), std::string::npos);
}

TEST_F(GuidelineAdvise, MakesTheCardOfANoteThatHasNoneToStandOn) {
  facts[FactId::egfr].value = 20.0;
  facts[FactId::smoking].value = name_value(FactId::smoking, "never");
  const OneCard card{advise()};
  EXPECT_EQ(card->summary, "eGFR 20");
  EXPECT_EQ(strings(card->advice), (Strings{"kidney"}));
  EXPECT_NE(card->detail.find("No smoker: never."), std::string::npos);
}

TEST_F(GuidelineAdvise, RoundsNoNumberToAThreshold) {
  facts[FactId::smoking].value = name_value(FactId::smoking, "never");
  for (const auto& [egfr, told] :
       {std::pair(29.94, "eGFR 29.9"), {29.96, "eGFR 29.96"}, {29.996, "eGFR 30"}, {20.04, "eGFR 20.04"}}) {
    facts[FactId::egfr].value = egfr;
    const OneCard card{advise()};
    EXPECT_EQ(card->summary, told);
  }
}

TEST_F(GuidelineAdvise, IsSilentOnARenewalWithNothingToSay) {
  facts[FactId::renewal].value = true;
  facts[FactId::egfr].value = 20.0;
  facts[FactId::smoking].value = name_value(FactId::smoking, "current");
  facts.data_quality.set(0);
  EXPECT_EQ(advise().silent, "uneventful-renewal");
  facts[FactId::t_score].value = -3.0;
  EXPECT_FALSE(advise().silent);
  EXPECT_EQ(advise().cards.size(), 1u);
}

TEST_F(GuidelineAdvise, TellsOfDataQualityOnACardOrOnItsOwn) {
  facts.data_quality.set(static_cast<std::size_t>(DataQualityIssue::future_date));
  const Advice alone = advise();
  ASSERT_EQ(alone.cards.size(), 1u);
  EXPECT_EQ(alone.cards[0].id, "data-quality");
  facts[FactId::t_score].value = -3.0;
  const Advice carried = advise();
  ASSERT_EQ(carried.cards.size(), 1u);
  EXPECT_EQ(strings(carried.cards[0].advice), (Strings{"treat", "data-quality"}));
  EXPECT_NE(carried.cards[0].detail.find("It is future-date."), std::string::npos);
}

TEST_F(GuidelineAdvise, CountsCriteria) {
  facts[FactId::t_score].value = -1.0;
  facts[FactId::age].value = 66.0;
  facts[FactId::smoking].value = name_value(FactId::smoking, "former");
  EXPECT_EQ(advise().cards.at(0).summary, "2 risk factors");
}

TEST_F(GuidelineAdvise, TakesANumberThatIsNoneForUnknown) {
  facts[FactId::t_score].value = std::nan("");
  EXPECT_TRUE(advise().cards.empty());
}

TEST_F(GuidelineAdvise, ShowsItsProofAndItsTables) {
  EXPECT_NE(guideline->proof().find("therapy: 3 rules, 36 combinations, exactly one rule for each"), std::string::npos)
      << guideline->proof();
  const std::string page = guideline->to_markdown();
  EXPECT_NE(page.find("Profile `small`, version 0.1.0, draft. Not signed off by anybody."), std::string::npos);
  EXPECT_NE(page.find("| low | <= -2.5 | any | any | treat | T-score {t_score}. | The policy, 4; strong |"),
            std::string::npos);
  EXPECT_NE(page.find("- no card: child"), std::string::npos);
  EXPECT_NE(page.find("this card alone (warning): **Pregnancy on record**"), std::string::npos);
  EXPECT_NE(page.find("without a card to stand on (warning, silent on a renewal): **eGFR {egfr}**"), std::string::npos);
}

}  // namespace
}  // namespace rules
