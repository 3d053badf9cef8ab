#include "server/store_thread.h"

#include <gtest/gtest.h>

#include <future>

#include "faulty_database.h"
#include "run_coroutine.h"
#include "store_databases.h"

namespace {

using namespace std::chrono_literals;
using fhir::IssueType;
using server::Awaitable;
using server::KeptFeedback;
using server::StoreThread;
using server_test::accepted;
using server_test::at;
using server_test::run_on;
using server_test::shown_card;

const fhir::Issue locked = {IssueType::transient, "locked"};

fhir::Result<std::size_t> counted(const fhir::Result<std::vector<server::Keeping>>& kept) {
  if (!kept) return kept.error();
  return server::count_new(*kept);
}

class StoreThreadTest : public ::testing::Test {
 protected:
  void TearDown() override { store_.reset(); }  // before what its thread calls
  void start(server::StoreLimits limits = {}, server::StoreObserver observer = {}) {
    server::StoreSettings settings{limits, std::chrono::days(0), [] { return at(0); },
                                   [this] { return server::SteadyTime(1h + now_.load()); }};
    observer.on_state = [this](bool up, const fhir::Issue&) { state_changed(up); };
    store_ = std::make_unique<StoreThread>(
        server::FeedbackStore(std::make_unique<server_test::FaultyDatabase>(faults_), limits), std::move(observer),
        std::move(settings));
  }
  fhir::Result<std::size_t> keep(const std::string& card) {
    return counted(run_on(loop_, store_->keep(std::vector<KeptFeedback>{accepted(card)})));
  }
  fhir::Result<bool> use(const std::string& id) {
    return run_on(loop_, store_->use(server::UsedToken{"i", id, at(60'000)}));
  }
  // Hands over so many items without waiting for their answers.
  void hand_over(int items) {
    loop_.restart();  // it may have run out of work before
    for (int item = 0; item < items; ++item)
      boost::asio::co_spawn(loop_, store_->keep({accepted("handed " + std::to_string(item))}),
                            [this](std::exception_ptr, const auto& result) { results_.push_back(counted(result)); });
    loop_.poll();
  }
  void run_until_answered(std::size_t answers) {
    loop_.restart();
    while (results_.size() < answers) loop_.run_one();
  }
  // The store's thread is in a transaction that does not go on.
  void occupy() {
    faults_.hold();
    ASSERT_TRUE(store_->keep_later({shown_card("occupies")}));
    faults_.wait_until_held();
  }
  void wait_until(bool up) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return state_ == up; });
  }
  void advance(std::chrono::milliseconds time) {
    now_ = now_.load() + time;
    store_->look_again();
  }

  server_test::DatabaseFaults faults_;
  std::atomic<std::chrono::milliseconds> now_{0ms};
  boost::asio::io_context loop_{1};
  std::vector<fhir::Result<std::size_t>> results_;
  std::unique_ptr<StoreThread> store_;

 private:
  void state_changed(bool up) {
    const std::scoped_lock lock(mutex_);
    state_ = up;
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<bool> state_;
};

TEST_F(StoreThreadTest, keeps_feedback) {
  start();
  EXPECT_EQ(*keep("a"), 1U);
  EXPECT_EQ(*keep("a"), 0U);
}

TEST_F(StoreThreadTest, tells_first_use_from_others) {
  start();
  EXPECT_TRUE(*use("1"));
  EXPECT_FALSE(*use("1"));
  EXPECT_TRUE(*use("2"));
}

TEST_F(StoreThreadTest, commits_together_what_has_waited_together) {
  start();
  ASSERT_TRUE(keep("first"));
  occupy();
  hand_over(100);
  const int before = faults_.commits;
  faults_.let_go();
  run_until_answered(100);
  for (const auto& result : results_) EXPECT_EQ(*result, 1U);
  EXPECT_LE(faults_.commits - before, 2);  // of the card, and of all feedback
}

TEST_F(StoreThreadTest, refuses_at_once_what_has_no_room) {
  start({.feedback_waiting = 3, .tokens_waiting = 0});
  occupy();
  hand_over(5);
  ASSERT_EQ(results_.size(), 2U);
  EXPECT_EQ(results_[0].error().code, IssueType::throttled);
  EXPECT_EQ(use("1").error().code, IssueType::throttled);
  faults_.let_go();
  run_until_answered(5);
}

TEST_F(StoreThreadTest, has_room_for_so_many_cards_those_being_written_among_them) {
  start({.shown_waiting = 3});
  occupy();
  EXPECT_FALSE(store_->keep_later({shown_card("a"), shown_card("b"), shown_card("c")}));
  EXPECT_TRUE(store_->keep_later({shown_card("a"), shown_card("b")}));
  EXPECT_FALSE(store_->keep_later({shown_card("c")}));
  faults_.let_go();
  EXPECT_TRUE(keep("a"));
  EXPECT_TRUE(keep("b"));  // in a round of its own: the one with the cards has ended
  EXPECT_TRUE(store_->keep_later({shown_card("c"), shown_card("d"), shown_card("e")}));
}

TEST_F(StoreThreadTest, lets_nobody_wait_for_long) {
  start({.keep_wait = 1ms, .use_wait = 1ms});
  occupy();
  EXPECT_EQ(use("1").error().code, IssueType::transient);
  EXPECT_EQ(keep("a").error().diagnostics, "the database is slow");
  faults_.let_go();
}

TEST_F(StoreThreadTest, refuses_while_the_database_is_down_and_goes_on_when_it_is_not) {
  start();
  ASSERT_TRUE(keep("a"));
  faults_.fail(locked);
  EXPECT_EQ(keep("b").error().diagnostics, "locked");
  wait_until(false);
  EXPECT_EQ(use("1").error().diagnostics, "locked");
  EXPECT_TRUE(store_->keep_later({shown_card("b")}));
  faults_.fail({});
  EXPECT_FALSE(keep("b"));
  advance(1s);
  wait_until(true);
  while (!keep("b")) {  // the thread tells others a moment after it has found out
  }
  EXPECT_TRUE(*use("1"));
}

TEST_F(StoreThreadTest, tells_the_overrides_that_it_finds) {
  auto found = std::make_shared<std::promise<std::vector<server::Override>>>();
  auto told = found->get_future();
  start({}, {.on_overrides = [found, first = true](std::vector<server::Override> some) mutable {
          if (std::exchange(first, false)) found->set_value(std::move(some));  // they may come again
        }});
  ASSERT_TRUE(store_->keep_later({shown_card("a")}));
  ASSERT_TRUE(run_on(loop_, store_->keep({server_test::overridden("a", "declined", at(0))})));
  const auto overrides = told.get();
  ASSERT_EQ(overrides.size(), 1U);
  EXPECT_EQ(overrides[0].reason_code, "declined");
}

TEST_F(StoreThreadTest, writes_what_waits_before_it_ends) {
  start();
  ASSERT_TRUE(keep("first"));
  occupy();
  hand_over(10);
  auto stopped = std::async(std::launch::async, [this] { store_->stop(); });
  faults_.let_go();
  stopped.get();
  run_until_answered(10);
  for (const auto& result : results_) EXPECT_TRUE(result);
}

TEST_F(StoreThreadTest, refuses_what_comes_after_its_end) {
  start();
  store_->stop();
  store_->stop();
  EXPECT_EQ(keep("a").error().code, IssueType::transient);
  EXPECT_EQ(use("1").error().code, IssueType::transient);
  EXPECT_FALSE(store_->keep_later({shown_card("a")}));
}

TEST_F(StoreThreadTest, answers_what_it_can_no_longer_write) {
  start();
  ASSERT_TRUE(keep("first"));
  occupy();
  hand_over(3);
  faults_.fail(locked);
  auto stopped = std::async(std::launch::async, [this] { store_->stop(); });
  faults_.let_go();
  stopped.get();
  run_until_answered(3);
  for (const auto& result : results_) EXPECT_EQ(result.error().code, IssueType::transient);
}

TEST_F(StoreThreadTest, does_not_mind_that_a_loop_ends_first) {
  start();
  ASSERT_TRUE(keep("first"));
  occupy();
  {
    boost::asio::io_context short_lived(1);
    boost::asio::co_spawn(short_lived, store_->keep({accepted("a")}), [](std::exception_ptr, const auto&) {});
    boost::asio::co_spawn(short_lived, store_->use({"i", "1", at(60'000)}), [](std::exception_ptr, const auto&) {});
    short_lived.poll();
  }
  faults_.let_go();
  EXPECT_EQ(*keep("a"), 0U);
  EXPECT_FALSE(*use("1"));
}

TEST_F(StoreThreadTest, serves_many_loops_at_once) {
  start();
  std::vector<std::thread> threads;
  std::atomic<std::size_t> fresh = 0;
  for (int number = 0; number < 4; ++number)
    threads.emplace_back([&] {
      boost::asio::io_context loop(1);
      for (int item = 0; item < 50; ++item)
        fresh += *counted(run_on(loop, store_->keep({accepted("c" + std::to_string(item))})));
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(fresh, 50U);
}

}  // namespace
