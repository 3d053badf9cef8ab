#include "server/feedback_store.h"

#include <gtest/gtest.h>

#include <array>

#include "store_databases.h"

namespace {

using namespace std::string_literals;
using server::CardOutcome;
using server::KeptFeedback;
using server::OutcomeCount;
using server::ShownCard;
using server::UsedToken;
using server_test::accepted;
using server_test::at;
using server_test::feedback;
using server_test::overridden;
using server_test::shown_card;

class FeedbackStoreTest : public server_test::OnEachDatabase {
 protected:
  std::size_t keep(const KeptFeedback& item) { return *store_.keep(std::span(&item, 1)); }
  void show(const std::vector<ShownCard>& cards) { ASSERT_TRUE(store_.keep(cards)); }
  // A line for each outcome: "day card outcome reason count".
  std::vector<std::string> lines(server::Milliseconds from = at(0), server::Milliseconds until = at(86'400'000)) {
    std::vector<std::string> texts;
    for (const auto& line : *store_.outcomes(from, until))
      texts.push_back(line.day + " " + line.card + " " + line.outcome + " " + line.reason_code + " " +
                      std::to_string(line.count));
    return texts;
  }
  bool use(const UsedToken& token, server::Milliseconds now) { return store_.use(std::span(&token, 1), now)->front(); }

  server::FeedbackStore store_{open()};
};
ON_EACH_DATABASE(FeedbackStoreTest);

TEST_P(FeedbackStoreTest, keeps_the_same_item_once) {
  EXPECT_EQ(keep(accepted("a")), 1U);
  auto later = accepted("a");
  later.received = at(9000);
  EXPECT_EQ(keep(later), 0U);
  server::FeedbackStore another(open());
  const std::vector<KeptFeedback> both = {accepted("a"), accepted("b"), accepted("b")};
  EXPECT_EQ(*another.keep(both), 1U);
  const auto again = another.keep_each(both);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->size(), 3U);
  EXPECT_EQ(server::count_new(*again), 0U);
}

TEST_P(FeedbackStoreTest, tells_which_card_an_item_is_about) {
  server::FeedbackStore known(open());
  ASSERT_TRUE(known.keep(std::vector{shown_card("known")}));
  const auto kept = known.keep_each(std::vector{accepted("known"), accepted("unknown")});
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->at(0).card, shown_card("known").texts().card);
  EXPECT_EQ(kept->at(1).card, "");
}

TEST_P(FeedbackStoreTest, keeps_items_apart_that_differ_in_anything_told) {
  const KeptFeedback plain = {"ehr", {"a", CardOutcome::overridden, {"s"}, "sys", "code", "words", at(1)}, at(2)};
  EXPECT_EQ(keep(plain), 1U);
  std::vector<KeptFeedback> others(9, plain);
  others[0].client = "other";
  others[1].item.card = "b";
  others[2].item.outcome = CardOutcome::accepted;
  others[3].item.suggestions = {"s", ""};
  others[4].item.suggestions = {};
  others[5].item.reason_system = "sysc";
  others[5].item.reason_code = "ode";  // the same characters, parted elsewhere
  others[6].item.reason_code = "other";
  others[7].item.comment = "word";
  others[8].item.told = at(2);
  EXPECT_EQ(*store_.keep(others), others.size());
}

TEST_P(FeedbackStoreTest, keeps_any_text) {
  auto item = accepted("a");
  item.item.comment = "O'Hara\0\xF0\x9F\xA6\xB4 $1; DROP TABLE feedback --"s;
  item.item.suggestions = {"\0\""s};
  EXPECT_EQ(keep(item), 1U);
  EXPECT_EQ(keep(item), 0U);
  const auto rows = open()->run("SELECT comment, suggestions FROM feedback");
  EXPECT_EQ(rows->front().at(0).substr(0, 9), "O'Hara\xEF\xBF\xBD");
  EXPECT_EQ(rows->front().at(1), "[\"\\u0000\\\"\"]");
}

TEST_P(FeedbackStoreTest, counts_what_was_shown_and_what_became_of_it) {
  show({shown_card("a"), shown_card("b"), shown_card("c"), shown_card("d")});
  keep(accepted("a"));
  keep(overridden("b", "declined"));
  keep(overridden("c", "declined"));
  EXPECT_EQ(lines(), (std::vector<std::string>{"2026-11-26 dxa-baseline accepted  1",
                                               "2026-11-26 dxa-baseline overridden declined 2",
                                               "2026-11-26 dxa-baseline shown  4"}));
}

TEST_P(FeedbackStoreTest, tells_all_of_a_line) {
  show({shown_card("a")});
  const auto lines = *store_.outcomes(at(0), at(1));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].guideline, "aibl-2017 1.0.0");
  EXPECT_EQ(lines[0].rules, "density/none");
}

TEST_P(FeedbackStoreTest, lets_the_last_outcome_told_count) {
  show({shown_card("a"), shown_card("b"), shown_card("c")});
  keep(feedback("a", CardOutcome::overridden, "first", at(1000), at(5000)));
  keep(feedback("a", CardOutcome::accepted, "", at(2000), at(4000)));  // told later, came earlier
  keep(feedback("b", CardOutcome::accepted, "", at(1000), at(4000)));
  keep(feedback("b", CardOutcome::overridden, "second", at(1000), at(5000)));  // told at the same time
  keep(feedback("c", CardOutcome::overridden, "early", at(1000), at(2000)));
  keep(feedback("c", CardOutcome::overridden, "untold", server::Milliseconds{}, at(3000)));
  EXPECT_EQ(lines(), (std::vector<std::string>{
                         "2026-11-26 dxa-baseline accepted  1", "2026-11-26 dxa-baseline overridden second 1",
                         "2026-11-26 dxa-baseline overridden untold 1", "2026-11-26 dxa-baseline shown  3"}));
}

TEST_P(FeedbackStoreTest, counts_feedback_about_unknown_cards_apart) {
  show({shown_card("a", at(0), "other")});
  keep(accepted("a"));
  keep(overridden("nowhere", "declined"));
  EXPECT_EQ(lines(), (std::vector<std::string>{"2026-11-26  accepted  1", "2026-11-26  overridden declined 1",
                                               "2026-11-26 dxa-baseline shown  1"}));
}

TEST_P(FeedbackStoreTest, parts_days_at_midnight_and_takes_the_time_that_is_asked_for) {
  constexpr std::int64_t day = 86'400'000;
  show({shown_card("a", at(-1)), shown_card("b", at(0)), shown_card("c", at(day - 1)), shown_card("d", at(day))});
  keep(accepted("a"));
  EXPECT_EQ(lines(at(0), at(day)), (std::vector<std::string>{"2026-11-26 dxa-baseline shown  2"}));
  EXPECT_EQ(lines(at(-day), at(2 * day)),
            (std::vector<std::string>{"2026-11-25 dxa-baseline accepted  1", "2026-11-25 dxa-baseline shown  1",
                                      "2026-11-26 dxa-baseline shown  2", "2026-11-27 dxa-baseline shown  1"}));
}

TEST_P(FeedbackStoreTest, leaves_a_card_that_was_shown_before_as_it_is) {
  show({shown_card("a")});
  show({shown_card("a", at(5)), shown_card("b", at(6))});
  EXPECT_EQ(open()->run("SELECT shown FROM shown_card WHERE uuid = 'a'")->front().front(),
            std::to_string(at(0).time_since_epoch().count()));
  EXPECT_EQ(store_.outcomes(at(0), at(100))->front().count, 2);
}

// Many at once, and some are left; one is there already, and one comes twice.
TEST_P(FeedbackStoreTest, keeps_each_of_many_cards_once) {
  show({shown_card("7")});
  std::vector<ShownCard> cards;
  for (int card = 0; card < 35; ++card) cards.push_back(shown_card(std::to_string(card), at(card)));
  cards.insert(cards.begin() + 20, shown_card("19", at(90)));
  show(cards);
  EXPECT_EQ(store_.outcomes(at(0), at(100))->front().count, 35);
  const auto rows = *open()->run("SELECT shown FROM shown_card WHERE uuid IN ('7', '19', '34') ORDER BY shown");
  ASSERT_EQ(rows.size(), 3U);
  for (std::size_t i = 0; i < rows.size(); ++i)
    EXPECT_EQ(rows[i].front(), std::to_string(at(std::array{0, 19, 34}[i]).time_since_epoch().count()));
}

TEST_P(FeedbackStoreTest, finds_overrides_with_what_is_known_of_the_card) {
  show({shown_card("a"), shown_card("b"), shown_card("c", at(0), "other")});
  keep(overridden("a", "declined", at(2000)));
  keep(accepted("b"));
  keep(overridden("b", ""));
  keep(overridden("c", "not ours"));
  keep(overridden("nowhere", "unknown"));
  const auto found = *store_.overrides_since(at(2000));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].client, "ehr");
  EXPECT_EQ(found[0].patient, "patient");
  EXPECT_EQ(found[0].orders, "orders");
  EXPECT_EQ(found[0].topic, "DXABASELINE");
  EXPECT_EQ(found[0].reason_system, "urn:reasons");
  EXPECT_EQ(found[0].reason_code, "declined");
  EXPECT_EQ(found[0].received, at(2000));
  EXPECT_TRUE(store_.overrides_since(at(2001))->empty());
}

TEST_P(FeedbackStoreTest, finds_the_first_overrides_first) {
  show({shown_card("a")});
  for (const int time : {3, 1, 2}) keep(overridden("a", "r" + std::to_string(time), at(time)));
  const auto found = *store_.overrides_since(at(0), 2);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].reason_code, "r1");
  EXPECT_EQ(found[1].reason_code, "r2");
}

TEST_P(FeedbackStoreTest, lets_a_token_be_used_once) {
  const UsedToken token = {"https://ehr", "1", at(60'000)};
  EXPECT_TRUE(use(token, at(0)));
  EXPECT_FALSE(use(token, at(0)));
  server::FeedbackStore replica(open());
  EXPECT_FALSE(replica.use(std::span(&token, 1), at(0))->front());
  EXPECT_TRUE(use({"https://ehr", "2", at(60'000)}, at(0)));
  EXPECT_TRUE(use({"https://other", "1", at(60'000)}, at(0)));
}

TEST_P(FeedbackStoreTest, tells_of_each_token_of_several) {
  const std::vector<UsedToken> tokens = {{"i", "1", at(60'000)}, {"i", "1", at(60'000)}, {"i", "2", at(60'000)}};
  EXPECT_EQ(*store_.use(tokens, at(0)), (std::vector<bool>{true, false, true}));
}

TEST_P(FeedbackStoreTest, takes_no_token_that_has_ended) { EXPECT_FALSE(use({"i", "1", at(1000)}, at(1000))); }

TEST_P(FeedbackStoreTest, forgets_tokens_some_time_after_their_end) {
  EXPECT_TRUE(use({"i", "1", at(1000)}, at(0)));
  EXPECT_TRUE(use({"i", "2", at(10'000'000)}, at(1000 + 5 * 60'000)));
  EXPECT_EQ(open()->run("SELECT COUNT(*) FROM used_token")->front().front(), "2");
  EXPECT_TRUE(use({"i", "3", at(10'000'000)}, at(2000 + 6 * 60'000)));
  EXPECT_EQ(open()->run("SELECT COUNT(*) FROM used_token")->front().front(), "2");
}

TEST_P(FeedbackStoreTest, forgets_what_is_old_in_portions) {
  server::FeedbackStore store(open(), {.forgotten_rows = 2});
  for (int time = 0; time < 5; ++time) {
    const auto card = shown_card("c" + std::to_string(time), at(time));
    const auto item = feedback("c" + std::to_string(time), CardOutcome::accepted, "", at(0), at(time));
    ASSERT_TRUE(store.keep(std::span(&card, 1)));
    ASSERT_TRUE(store.keep(std::span(&item, 1)));
  }
  EXPECT_EQ(*store.forget_some_before(at(4)), 4U);
  EXPECT_EQ(*store.forget_before(at(4)), 4U);
  EXPECT_EQ(*store.forget_before(at(4)), 0U);
  EXPECT_EQ(lines(),
            (std::vector<std::string>{"2026-11-26 dxa-baseline accepted  1", "2026-11-26 dxa-baseline shown  1"}));
}

TEST_P(FeedbackStoreTest, can_be_probed) {
  EXPECT_TRUE(store_.probe());
  EXPECT_TRUE(store_.probe());
  EXPECT_EQ(open()->run("SELECT times FROM probe")->front().front(), "2");
}

TEST_P(FeedbackStoreTest, refuses_a_database_of_a_later_version_until_it_is_gone) {
  ASSERT_TRUE(store_.probe());
  ASSERT_TRUE(open()->run("INSERT INTO schema_version (version) VALUES (99)"));
  server::FeedbackStore store(open());
  EXPECT_EQ(store.probe().error().code, fhir::IssueType::exception);
  EXPECT_EQ(store.overrides_since(at(0)).error().code, fhir::IssueType::exception);
  ASSERT_TRUE(open()->run("DELETE FROM schema_version WHERE version = 99"));
  EXPECT_TRUE(store.probe());
}

}  // namespace
