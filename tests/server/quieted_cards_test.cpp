#include "server/quieted_cards.h"

#include <gtest/gtest.h>

namespace {

using server::Milliseconds;
using server::Override;
using server::QuietedCards;
using server::QuietLimits;
using std::chrono::days;

const std::vector<rules::OverrideReason> reasons{{"declined", "s", "Declined", rules::Quiets::for_a_time},
                                                 {"elsewhere", "s", "Elsewhere", rules::Quiets::until_next_order},
                                                 {"monitor", "s", "Will monitor", rules::Quiets::nothing}};
const Milliseconds then{days(20'000)};

Override overridden(const std::string& code, const std::string& orders = "orders-1") {
  return {"ehr", "patient-1", orders, "DXA", "s", code, then};
}

bool is_quiet(const QuietedCards& cards, Milliseconds now, const std::string& orders = "orders-1",
              const std::string& patient = "patient-1", const std::string& topic = "DXA") {
  return cards.is_quiet(patient, topic, orders, now, reasons);
}

TEST(QuietedCards, stay_away_for_a_year_after_the_patient_declined) {
  QuietedCards cards;
  cards.learn(std::vector{overridden("declined")});
  EXPECT_TRUE(is_quiet(cards, then));
  EXPECT_TRUE(is_quiet(cards, then + days(364), "other-orders"));
  EXPECT_FALSE(is_quiet(cards, then + days(365)));
}

TEST(QuietedCards, are_those_of_that_patient_and_topic_alone) {
  QuietedCards cards;
  cards.learn(std::vector{overridden("declined")});
  EXPECT_FALSE(is_quiet(cards, then, "orders-1", "patient-2"));
  EXPECT_FALSE(is_quiet(cards, then, "orders-1", "patient-1", "THERAPY"));
}

TEST(QuietedCards, come_back_with_the_next_order_after_done_elsewhere) {
  QuietedCards cards;
  cards.learn(std::vector{overridden("elsewhere")});
  EXPECT_TRUE(is_quiet(cards, then + days(1)));
  EXPECT_FALSE(is_quiet(cards, then + days(1), "orders-2"));
  EXPECT_FALSE(is_quiet(cards, then + days(1), ""));
}

TEST(QuietedCards, of_orders_without_an_id_are_never_quiet_until_the_next) {
  QuietedCards cards;
  cards.learn(std::vector{overridden("elsewhere", "")});
  EXPECT_FALSE(is_quiet(cards, then, ""));
}

TEST(QuietedCards, are_not_quiet_for_any_other_reason) {
  QuietedCards cards;
  cards.learn(std::vector{overridden("monitor"), overridden("made-up")});
  EXPECT_FALSE(is_quiet(cards, then));
}

TEST(QuietedCards, count_from_the_latest_override_however_often_they_are_told) {
  QuietedCards cards;
  auto later = overridden("declined");
  later.received += days(100);
  cards.learn(std::vector{later, overridden("declined"), later});
  EXPECT_TRUE(is_quiet(cards, then + days(464)));
  EXPECT_FALSE(is_quiet(cards, then + days(465)));
}

TEST(QuietedCards, can_be_turned_off) {
  QuietedCards cards(QuietLimits{days(0)});
  cards.learn(std::vector{overridden("declined")});
  EXPECT_FALSE(is_quiet(cards, then));
}

TEST(QuietedCards, are_bounded_and_make_room_by_age) {
  QuietedCards cards(QuietLimits{days(10), 2});
  for (const auto* patient : {"patient-1", "patient-2", "patient-3"}) {
    auto override = overridden("declined");
    override.patient = patient;
    cards.learn(std::vector{override});
  }
  EXPECT_TRUE(is_quiet(cards, then, "", "patient-2"));
  EXPECT_FALSE(is_quiet(cards, then, "", "patient-3")) << "beyond the bound cards are shown";
  auto later = overridden("declined");
  later.patient = "patient-4";
  later.received += days(10);
  cards.learn(std::vector{later});
  EXPECT_TRUE(is_quiet(cards, then + days(11), "", "patient-4"));
}

}  // namespace
