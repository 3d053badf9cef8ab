#include "server/card_history.h"

#include <gtest/gtest.h>

#include "knowledge.h"
#include "parsed.h"

namespace {

using server::Milliseconds;
using server::ShownCard;
using server_test::Parsed;

const Milliseconds now{std::chrono::days(20'000)};

rules::Card card(std::string_view id, std::string_view topic, bool is_safety = false) {
  rules::Card card;
  card.id = id;
  card.topic = topic;
  card.rules = {"table/rule", "other/rule"};
  card.is_safety = is_safety;
  return card;
}

struct CardHistoryTest : ::testing::Test {
  const rules::Guideline& guideline = *server_test::knowledge()->guideline;
  Parsed order{R"({"resourceType": "MedicationRequest", "id": "order-1", "authoredOn": "2026-01-01"})"};
  server::CdsRequest request{"instance", "pat-1", "", {}, {}};
  rules::AromataseInhibitorOrders orders{{order.json(), false, true}};
  server::Call call{request, orders, "ehr", "bone"};
  server::QuietedCards quieted;
  fhir::List<ShownCard> kept;
  server::CardHistory history{server::Pseudonyms::of_process(), quieted,
                              [this](fhir::List<ShownCard> cards) {
                                kept = std::move(cards);
                                return true;
                              },
                              [] { return now; }};

  void show(const rules::Advice& given) const {
    history.remember(given, server::card_uuids(given, call), guideline, "bone", call, history.subject_of(call));
  }
  // What the store would tell after this card was overridden for this reason.
  void override_first(const std::string& code) {
    const auto shown = kept.at(0).texts();
    quieted.learn(std::vector{server::Override{
        std::string(shown.client), std::string(shown.patient), std::string(shown.orders), std::string(shown.topic),
        "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes", code, now}});
  }
  rules::Advice advice(bool is_safety = false) const {
    rules::Advice advice;
    advice.cards = {card("dxa-baseline", "DXA", is_safety), card("therapy", "THERAPY")};
    return advice;
  }
  std::vector<std::string_view> withheld_of(rules::Advice given) const {
    return history.withhold(given, guideline, history.subject_of(call));
  }
};

TEST_F(CardHistoryTest, remembers_what_was_shown_without_saying_to_whom) {
  show(advice());
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].texts().uuid, server::UuidText(server::card_uuids(advice(), call)[0]).view());
  EXPECT_EQ(kept[0].texts().card, "dxa-baseline");
  EXPECT_EQ(kept[0].texts().rules, "table/rule other/rule");
  EXPECT_EQ(kept[0].texts().guideline, "aibl-2017 1.0.0");
  EXPECT_EQ(kept[0].texts().patient.find("pat-1"), std::string::npos);
  EXPECT_EQ(kept[0].texts().patient.size(), 32U);
  EXPECT_EQ(kept[0].texts().orders.size(), 32U);
}

TEST_F(CardHistoryTest, withholds_what_the_patient_declined) {
  show(advice());
  override_first("patient-refuses");
  auto given = advice();
  EXPECT_EQ(history.withhold(given, guideline, history.subject_of(call)),
            (std::vector<std::string_view>{"dxa-baseline"}));
  ASSERT_EQ(given.cards.size(), 1U);
  EXPECT_EQ(given.cards[0].id, "therapy");
}

TEST_F(CardHistoryTest, shows_it_to_other_patients_and_clients) {
  show(advice());
  override_first("patient-refuses");
  auto given = advice();
  server::CdsRequest other = request;
  other.patient_id = "pat-2";
  EXPECT_TRUE(history.withhold(given, guideline, history.subject_of({other, orders, "ehr", "bone"})).empty());
  EXPECT_TRUE(history.withhold(given, guideline, history.subject_of({request, orders, "other-ehr", "bone"})).empty());
}

TEST_F(CardHistoryTest, never_withholds_a_card_of_safety) {
  show(advice());
  override_first("patient-refuses");
  EXPECT_TRUE(withheld_of(advice(true)).empty());
}

TEST_F(CardHistoryTest, asks_again_with_the_next_order_what_was_done_elsewhere) {
  show(advice());
  override_first("action-completed");
  EXPECT_EQ(withheld_of(advice()).size(), 1U);
  const Parsed next(R"({"resourceType": "MedicationRequest", "id": "order-1", "authoredOn": "2026-04-01"})");
  orders[0].order = next.json();
  EXPECT_TRUE(withheld_of(advice()).empty());
}

TEST_F(CardHistoryTest, knows_no_order_that_has_no_id) {
  const Parsed nameless(R"({"resourceType": "MedicationRequest"})");
  orders[0].order = nameless.json();
  show(advice());
  EXPECT_EQ(kept[0].texts().orders, "");
  override_first("action-completed");
  EXPECT_TRUE(withheld_of(advice()).empty());
}

TEST_F(CardHistoryTest, shows_again_what_was_overridden_for_another_reason) {
  show(advice());
  override_first("patient-contraindication");
  EXPECT_TRUE(withheld_of(advice()).empty());
}

}  // namespace
