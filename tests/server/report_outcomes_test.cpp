#include "server/report_outcomes.h"

#include <gtest/gtest.h>

#include "tests/server/report_lines.h"

namespace server {
namespace {

TEST(ReportOutcomes, AreAddedUp) {
  const auto all = all_outcomes(two_cards());
  EXPECT_EQ(all.shown, 14);
  EXPECT_EQ(all.accepted, 3);
  EXPECT_EQ(all.overridden, 7);
  EXPECT_EQ(all.unanswered(), 4);
  EXPECT_EQ(all.reasons, (decltype(all.reasons){{"", 1}, {"patient-refuses", 4}, {"will-monitor", 2}}));
}

TEST(ReportOutcomes, OfNothingAreNone) {
  EXPECT_EQ(all_outcomes({}).shown, 0);
  EXPECT_TRUE(outcomes_by_card({}).empty());
  EXPECT_TRUE(outcomes_by_rule({}).empty());
  EXPECT_TRUE(reasons_by_frequency({}).empty());
}

TEST(ReportOutcomes, AreToldApartByCard) {
  const auto cards = outcomes_by_card(two_cards());
  ASSERT_EQ(cards.size(), 2U);
  EXPECT_EQ(cards.at("dxa-due").accepted, 3);
  EXPECT_EQ(cards.at("dxa-due").unanswered(), 3);
  EXPECT_EQ(cards.at("nutrition").overridden, 3);
}

TEST(ReportOutcomes, CountForEachRuleOfTheCard) {
  const auto rules = outcomes_by_rule(two_cards());
  ASSERT_EQ(rules.size(), 3U);
  EXPECT_EQ(rules.at({"dxa-due", "bone-density/none"}).shown, 10);
  EXPECT_EQ(rules.at({"dxa-due", "scope/bone-loss-advice"}).shown, 10);
  EXPECT_EQ(rules.at({"nutrition", "nutrition/with-calcium"}).shown, 4);
}

TEST(ReportOutcomes, OfTheSameRuleOnOtherCardsAreOthers) {
  const auto rules = outcomes_by_rule({line("2026-11-02", "a", "shown", 1), line("2026-11-02", "b", "shown", 2)});
  EXPECT_EQ(rules.at({"a", "t/r"}).shown, 1);
  EXPECT_EQ(rules.at({"b", "t/r"}).shown, 2);
}

TEST(ReportOutcomes, OfCardsThatWereNotKept) {
  const auto lines = std::vector{line("2026-11-02", "", "overridden", 2, "will-monitor", "")};
  EXPECT_EQ(outcomes_by_card(lines).at(std::string(unknown_card)).overridden, 2);
  EXPECT_EQ(outcomes_by_card(lines).at(std::string(unknown_card)).unanswered(), 0);
  EXPECT_EQ(outcomes_by_rule(lines).at({std::string(unknown_card), std::string(unknown_card)}).overridden, 2);
}

TEST(ReportOutcomes, OfAnotherWordCountForNothing) {
  const auto all = all_outcomes({line("2026-11-02", "a", "snoozed", 5)});
  EXPECT_EQ(all.shown + all.accepted + all.overridden, 0);
}

TEST(ReportOutcomes, NameEachGuidelineOnce) {
  auto lines = two_cards();
  lines.front().guideline = "who-osteoporosis 1.0.0";
  lines.back().guideline = "";
  EXPECT_EQ(guidelines_of(lines), (std::vector<std::string>{"aibl-2017 1.0.0", "who-osteoporosis 1.0.0"}));
}

TEST(ReportReasons, StandByFrequency) {
  EXPECT_EQ(reasons_by_frequency(two_cards()), (ReasonCounts{{"patient-refuses", 4}, {"will-monitor", 2}, {"", 1}}));
}

TEST(ReportReasons, ThatAreRareAreCountedTogetherAndStandLast) {
  std::vector<OutcomeCount> lines{line("2026-11-02", "a", "overridden", 1)};
  for (int i = 0; i < 100; ++i) lines.push_back(line("2026-11-02", "a", "overridden", 2, "x" + std::to_string(i)));
  lines.push_back(line("2026-11-02", "a", "overridden", 9, "often"));
  const auto reasons = reasons_by_frequency(with_frequent_reasons(lines, 2));
  ASSERT_EQ(reasons.size(), 4U);
  EXPECT_EQ(reasons.front(), (ReasonCounts::value_type{"often", 9}));
  EXPECT_EQ(reasons[2], (ReasonCounts::value_type{"", 1}));
  EXPECT_EQ(reasons.back(), (ReasonCounts::value_type{std::string(other_reasons), 198}));
}

TEST(ReportReasons, StayWhereTheyAreFew) {
  EXPECT_EQ(reasons_by_frequency(with_frequent_reasons(two_cards(), 2)), reasons_by_frequency(two_cards()));
}

}  // namespace
}  // namespace server
