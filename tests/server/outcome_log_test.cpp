#include "server/outcome_log.h"

#include <gtest/gtest.h>

namespace {

using rules::FactId;

// Every fact known, so that a test says itself which are not.
rules::Facts known_facts() {
  rules::Facts facts;
  for (auto& fact : facts.all) fact.value = false;
  return facts;
}

TEST(OutcomeLog, counts_cards_and_names_the_rules) {
  rules::Advice advice;
  advice.cards.resize(2);
  advice.decisions = {{"bone-density", "none", "dxa-baseline"}, {"therapy", "other", "none"}};
  EXPECT_EQ(server::outcome_line(advice, known_facts()), "cards=2 rules=bone-density/none,therapy/other");
}

TEST(OutcomeLog, gives_the_reason_for_silence) {
  rules::Advice advice;
  advice.silent = "child";
  EXPECT_EQ(server::outcome_line(advice, known_facts()), "cards=0 silent=child");
}

TEST(OutcomeLog, tells_not_found_from_not_looked) {
  auto facts = known_facts();
  facts[FactId::bmi].value = rules::Unknown{};
  facts[FactId::age].value = rules::Unknown{};
  facts[FactId::egfr] = {rules::Unknown{}, {}, false};
  EXPECT_EQ(server::outcome_line({}, facts), "cards=0 not-found=age,bmi not-looked=egfr");
}

TEST(OutcomeLog, notices_orders_known_by_name_only) {
  auto facts = known_facts();
  facts[FactId::matched_by_name].value = true;
  EXPECT_EQ(server::outcome_line({}, facts), "cards=0 matched-by-name");
}

}  // namespace
