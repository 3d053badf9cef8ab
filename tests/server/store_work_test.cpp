#include "server/store_work.h"

#include <gtest/gtest.h>

#include "faulty_database.h"
#include "store_databases.h"

namespace {

using namespace std::chrono_literals;
using fhir::IssueType;
using server_test::accepted;
using server_test::at;
using server_test::overridden;
using server_test::shown_card;

const fhir::Issue locked = {IssueType::transient, "locked"};

template <class T>
std::vector<T> values_of(const std::vector<fhir::Result<T>>& results) {
  std::vector<T> values;
  for (const auto& result : results) values.push_back(result.value());
  return values;
}

class StoreWorkTest : public ::testing::Test {
 protected:
  server::StoreTime now() const { return {at(now_.count()), server::SteadyTime(now_)}; }
  void add_feedback(const server::KeptFeedback& item) {
    round_.feedback.push_back({{item}, [this](const fhir::Result<std::vector<server::Keeping>>& kept) {
                                 known_when_answered_ = overrides_;
                                 if (kept)
                                   answers_.emplace_back(server::count_new(*kept));
                                 else
                                   answers_.emplace_back(kept.error());
                               }});
  }
  void add_token(const std::string& id) {
    round_.tokens.push_back({{"i", id, at(3'600'000)}, [this](fhir::Result<bool> result) { uses_.push_back(result); }});
  }
  void do_round() {
    work_.write(round_, now());
    round_.feedback.clear();
    round_.tokens.clear();
    work_.do_what_is_due(now());
  }
  void fail_round() {
    faults_.fail(locked);
    add_feedback(accepted("lost"));
    do_round();
    answers_.clear();
  }
  server::StoreWork make(server::StoreLimits limits, std::chrono::days keep_for) {
    server::StoreObserver observer{
        [this](std::string_view operation) { errors_.emplace_back(operation); },
        [this](bool up, const fhir::Issue& why) { states_.push_back(up ? "up" : why.diagnostics); },
        [this](const std::vector<server::Override>& overrides) {
          for (const auto& one : overrides) overrides_.push_back(one.reason_code);
        }};
    return {server::FeedbackStore(std::make_unique<server_test::FaultyDatabase>(faults_), limits), std::move(observer),
            limits, keep_for};
  }

  using Words = std::vector<std::string>;
  server_test::DatabaseFaults faults_;
  std::chrono::milliseconds now_{0};
  server::StoreRound round_;
  std::vector<fhir::Result<std::size_t>> answers_;
  std::vector<fhir::Result<bool>> uses_;
  Words errors_, states_, overrides_, known_when_answered_;
  server::StoreWork work_ = make({.override_rows = 3, .batch = 4}, std::chrono::days(0));
};

TEST_F(StoreWorkTest, writes_a_round_in_one_transaction_of_each_kind) {
  for (const auto* name : {"a", "b", "b"}) {
    add_feedback(accepted(name));
    add_token(name);
    round_.shown.push_back(shown_card(name));
  }
  work_.write(round_, now());
  EXPECT_EQ(faults_.commits, 4);  // the first of the tables
  EXPECT_EQ(values_of(answers_), (std::vector<std::size_t>{1, 1, 0}));
  EXPECT_EQ(values_of(uses_), (std::vector<bool>{true, true, false}));
  EXPECT_TRUE(round_.shown.empty());
  EXPECT_EQ(states_, Words{"up"});
}

TEST_F(StoreWorkTest, goes_on_after_a_failure_that_is_thrown) {
  server::FeedbackStore store(std::make_unique<server_test::FaultyDatabase>(faults_));
  EXPECT_THROW(static_cast<void>(store.keep(std::vector{accepted("a"), accepted("much")})), std::bad_alloc);
  EXPECT_TRUE(store.probe());
  EXPECT_EQ(*store.keep(std::vector{accepted("a")}), 1U) << "nothing of the first is there";
}

TEST_F(StoreWorkTest, lets_a_bad_item_fail_alone) {
  for (const auto* name : {"a", "bad", "b"}) {
    add_feedback(accepted(name));
    round_.shown.push_back(shown_card(name));
  }
  do_round();
  ASSERT_EQ(answers_.size(), 3U);
  EXPECT_EQ(answers_[0].value(), 1U);
  EXPECT_EQ(answers_[1].error().code, IssueType::invalid);
  EXPECT_EQ(answers_[2].value(), 1U);
  EXPECT_TRUE(round_.shown.empty());
  EXPECT_EQ(errors_, (Words{"shown", "shown", "feedback", "feedback"}));
  EXPECT_EQ(states_, Words{"up"});
}

TEST_F(StoreWorkTest, does_not_try_each_item_of_a_database_that_is_down) {
  faults_.fail(locked);
  for (int item = 0; item < 50; ++item) add_feedback(accepted("a" + std::to_string(item)));
  do_round();
  EXPECT_EQ(answers_.size(), 50U);
  for (const auto& answer : answers_) EXPECT_EQ(answer.error().diagnostics, "locked");
  EXPECT_LE(faults_.attempts, 4);
  EXPECT_EQ(states_, Words{"locked"});
}

TEST_F(StoreWorkTest, refuses_what_comes_while_the_database_is_down_without_asking_it) {
  fail_round();
  const int before = faults_.attempts;
  faults_.fail({});
  now_ += 999ms;
  add_feedback(accepted("a"));
  add_token("1");
  do_round();
  EXPECT_EQ(answers_.at(0).error().diagnostics, "locked");
  EXPECT_EQ(uses_.at(0).error().diagnostics, "locked");
  EXPECT_EQ(faults_.attempts, before);
}

TEST_F(StoreWorkTest, finds_out_that_the_database_is_there_again) {
  fail_round();
  now_ += 1000ms;
  do_round();
  EXPECT_EQ(errors_.back(), "probe");
  now_ += 999ms;
  faults_.fail({});
  do_round();
  EXPECT_EQ(states_, Words{"locked"});
  now_ += 1ms;
  EXPECT_EQ(work_.next_due(), now().steady);
  do_round();
  EXPECT_EQ(states_, (Words{"locked", "up"}));
  add_feedback(accepted("a"));
  do_round();
  EXPECT_EQ(answers_.at(0).value(), 1U);
}

TEST_F(StoreWorkTest, keeps_cards_that_could_not_be_written_and_refuses_feedback_until_they_are) {
  faults_.fail(locked);
  for (int card = 0; card < 10; ++card) round_.shown.push_back(shown_card("c" + std::to_string(card)));
  add_feedback(accepted("c1"));
  do_round();
  EXPECT_EQ(round_.shown.size(), 10U);
  EXPECT_FALSE(answers_.at(0));
  faults_.fail({});
  now_ += 1s;
  add_feedback(accepted("c1"));
  do_round();
  EXPECT_TRUE(round_.shown.empty());
  EXPECT_EQ(answers_.at(1).value(), 1U);
  EXPECT_EQ(states_, (Words{"locked", "up"}));
}

TEST_F(StoreWorkTest, does_not_try_a_token_twice) {
  add_token("1");
  faults_.fail(locked);
  do_round();
  EXPECT_EQ(faults_.attempts, 1);
  EXPECT_EQ(uses_.at(0).error().diagnostics, "locked");
  EXPECT_EQ(errors_, Words{"tokens"});
}

TEST_F(StoreWorkTest, tells_overrides_before_it_acknowledges_them) {
  do_round();
  round_.shown.push_back(shown_card("a"));
  add_feedback(overridden("a", "declined", at(0)));
  do_round();
  EXPECT_EQ(known_when_answered_, Words{"declined"});
  EXPECT_EQ(overrides_, Words{"declined"});
  add_feedback(accepted("a"));
  do_round();
  EXPECT_EQ(overrides_, Words{"declined"});
}

TEST_F(StoreWorkTest, reads_the_overrides_of_the_past_in_portions_and_then_polls) {
  round_.shown.push_back(shown_card("a"));
  for (const int days : {401, 399, 300, 200, 100, 1})
    add_feedback(overridden("a", std::to_string(days), at(-std::int64_t{days} * 86'400'000)));
  work_.write(round_, now());
  EXPECT_EQ(overrides_, (Words{"401", "399", "300"})) << "three at a time of those just kept";
  // Those of 400 days, three at a time. The last of one portion is the first of the next.
  const Words each_read[] = {{"399", "300", "200"}, {"200", "100", "1"}, {"1"}};
  for (const auto& read : each_read) {
    overrides_.clear();
    work_.do_what_is_due(now());
    EXPECT_EQ(overrides_, read);
  }
  EXPECT_EQ(work_.next_due(), now().steady + 2s);
}

TEST_F(StoreWorkTest, looks_a_minute_back_at_each_poll) {
  do_round();
  round_.shown.push_back(shown_card("a"));
  add_feedback(overridden("a", "early", at(-59'000)));
  add_feedback(overridden("a", "too early", at(-70'000)));
  do_round();
  overrides_.clear();
  now_ += 1999ms;
  do_round();
  EXPECT_EQ(overrides_, Words{});
  now_ += 1ms;
  do_round();
  EXPECT_EQ(overrides_, Words{"early"});
}

TEST_F(StoreWorkTest, forgets_what_is_old_once_a_day) {
  auto work = make({.forgotten_rows = 2}, std::chrono::days(30));
  for (int card = 0; card < 5; ++card) round_.shown.push_back(shown_card("c" + std::to_string(card), at(0)));
  work.write(round_, now());
  work.do_what_is_due(now());
  now_ = 31 * 24h;
  const int before = faults_.commits;
  for (int round = 0; round < 6; ++round) work.do_what_is_due(now());
  EXPECT_EQ(faults_.commits - before, 4);  // two, two, one and none
  EXPECT_EQ(work.next_due(), now().steady + 2s);
}

}  // namespace
