#include "server/quieted_cards.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "tests/support/growth.h"

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

Override of_patient(const std::string& patient, const std::string& client = "ehr") {
  auto override = overridden("declined");
  override.client = client;
  override.patient = patient;
  return override;
}

std::vector<Override> of_patients(std::size_t first, std::size_t count) {
  std::vector<Override> overrides;
  for (std::size_t at = first; at < first + count; ++at) overrides.push_back(of_patient("p" + std::to_string(at)));
  return overrides;
}

TEST(QuietedCards, are_bounded_and_make_room_by_age) {
  QuietedCards cards(QuietLimits{days(10), 2});
  cards.learn(std::vector{of_patient("patient-1"), of_patient("patient-2"), of_patient("patient-3")});
  EXPECT_FALSE(is_quiet(cards, then, "", "patient-1")) << "beyond the bound cards are shown";
  EXPECT_TRUE(is_quiet(cards, then, "", "patient-2"));
  EXPECT_TRUE(is_quiet(cards, then, "", "patient-3"));
  cards.learn(std::vector{of_patient("patient-2"), of_patient("patient-4")});
  EXPECT_TRUE(is_quiet(cards, then, "", "patient-2")) << "it was answered again";
  EXPECT_FALSE(is_quiet(cards, then, "", "patient-3"));
}

TEST(QuietedCards, of_a_client_do_not_give_way_to_those_of_one_who_has_more) {
  QuietedCards cards(QuietLimits{days(10), 20});
  cards.learn(std::vector{of_patient("patient-1", "small")});
  cards.learn(of_patients(0, 100));
  EXPECT_TRUE(is_quiet(cards, then, "", "patient-1"));
  EXPECT_FALSE(is_quiet(cards, then, "", "p80"));
  EXPECT_TRUE(is_quiet(cards, then, "", "p81"));
  cards.learn(std::vector{of_patient("patient-2", "another")});
  EXPECT_TRUE(is_quiet(cards, then, "", "patient-1"));
  EXPECT_TRUE(is_quiet(cards, then, "", "patient-2"));
}

TEST(QuietedCards, remember_so_many_answers_to_one_of_them_and_the_latest) {
  QuietedCards cards;
  std::vector<Override> many;
  for (int at = 0; at < 100; ++at) {
    many.push_back(overridden("elsewhere", "orders-" + std::to_string(at)));
    many.back().received += std::chrono::seconds(at);
  }
  cards.learn(many);
  EXPECT_FALSE(is_quiet(cards, then, "orders-67"));
  EXPECT_TRUE(is_quiet(cards, then, "orders-68"));
  EXPECT_TRUE(is_quiet(cards, then, "orders-99"));
  cards.learn(std::span(many).first(1));
  EXPECT_FALSE(is_quiet(cards, then, "orders-0")) << "the others are later";
}

// All answers count, not the cards: somebody else's go when there are many to one.
TEST(QuietedCards, are_bounded_by_their_answers) {
  QuietedCards cards(QuietLimits{days(10), 20});
  cards.learn(std::vector{of_patient("patient-0")});
  std::vector<Override> many;
  for (int at = 0; at < 20; ++at) many.push_back(overridden("elsewhere", "orders-" + std::to_string(at)));
  cards.learn(many);
  EXPECT_FALSE(is_quiet(cards, then, "", "patient-0"));
  EXPECT_TRUE(is_quiet(cards, then, "orders-0"));
}

TEST(QuietedCards, know_our_reasons_however_many_others_a_client_makes_up) {
  QuietedCards cards;
  for (int at = 0; at < 2'000; ++at) {
    auto made_up = overridden("made-up-" + std::to_string(at));
    made_up.patient = "patient-2";
    cards.learn(std::vector{made_up});
  }
  cards.learn(std::vector{overridden("declined")});
  EXPECT_TRUE(is_quiet(cards, then));
}

// Learning so many, once there is no room.
double growth_of_learning(const std::function<std::vector<Override>(std::size_t)>& told) {
  return test::growth(2'000, [&](std::size_t count) {
    const auto cards = std::make_shared<QuietedCards>(QuietLimits{days(365), count});
    cards->learn(of_patients(0, count));
    return [cards, overrides = told(count)] { cards->learn(overrides); };
  });
}

TEST(QuietedCards, take_no_longer_to_learn_of_the_more_there_are) {
  EXPECT_LT(growth_of_learning([](std::size_t count) { return of_patients(0, count); }), test::still_linear);
  EXPECT_LT(growth_of_learning([](std::size_t count) { return of_patients(count, count); }), test::still_linear);
}

TEST(QuietedCards, take_no_longer_to_learn_of_one_the_more_answers_there_were) {
  const auto answers_to_one = [](std::size_t count) {
    std::vector<Override> overrides;
    for (std::size_t at = 0; at < count; ++at) overrides.push_back(overridden("x", "orders-" + std::to_string(at)));
    return overrides;
  };
  EXPECT_LT(growth_of_learning(answers_to_one), test::still_linear);
}

}  // namespace
