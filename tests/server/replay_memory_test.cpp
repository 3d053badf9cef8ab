#include "server/replay_memory.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "run_coroutine.h"

namespace {

using namespace std::chrono_literals;
using server::Remembered;
using server::ReplayMemoryOfProcess;

class ReplayMemory : public testing::Test {
 protected:
  Remembered remember(const std::string& issuer, const std::string& id, std::chrono::seconds lifetime = 300s) {
    return server_test::run_on(loop_, memory_.remember(issuer, id, now_ + lifetime));
  }

  boost::asio::io_context loop_{1};
  server::WallTime now_{std::chrono::seconds(1'780'000'000)};
  server::IdentityLimits limits_ = [] {
    server::IdentityLimits limits;
    limits.remembered_tokens = 5;
    return limits;
  }();
  ReplayMemoryOfProcess memory_{[this] { return now_; }, limits_};
};

TEST_F(ReplayMemory, lets_each_token_through_once) {
  EXPECT_EQ(remember("a", "1"), Remembered::first_time);
  EXPECT_EQ(remember("a", "1"), Remembered::seen_before);
  EXPECT_EQ(remember("a", "2"), Remembered::first_time);
  EXPECT_EQ(remember("b", "1"), Remembered::first_time);
  EXPECT_EQ(remember("b", "1"), Remembered::seen_before);
}

TEST_F(ReplayMemory, tells_texts_apart_that_look_alike) {
  for (const std::string& id : {std::string("1"), std::string("1 "), std::string("1\0", 2), std::string("A")})
    EXPECT_EQ(remember("a", id), Remembered::first_time);
}

TEST_F(ReplayMemory, forgets_when_the_time_is_over_and_not_before) {
  EXPECT_EQ(remember("a", "1"), Remembered::first_time);
  now_ += 300s - 1ns;
  EXPECT_EQ(remember("a", "1", 1s), Remembered::seen_before);
  now_ += 1ns;
  EXPECT_EQ(remember("a", "1"), Remembered::first_time);
}

// It could be remembered no longer, and would count again and again.
TEST_F(ReplayMemory, does_not_take_what_has_expired_meanwhile) {
  EXPECT_EQ(remember("a", "1", 0s), Remembered::seen_before);
  EXPECT_EQ(remember("a", "1", -1s), Remembered::seen_before);
}

TEST_F(ReplayMemory, does_not_forget_when_the_clock_is_set_back) {
  EXPECT_EQ(remember("a", "1"), Remembered::first_time);
  now_ -= 24h;
  EXPECT_EQ(remember("a", "1", 24h), Remembered::seen_before);
  EXPECT_EQ(remember("a", "2"), Remembered::first_time);
}

TEST_F(ReplayMemory, does_not_let_a_token_through_again_after_the_clock_was_ahead) {
  EXPECT_EQ(remember("a", "1"), Remembered::first_time);
  now_ += 24h;
  EXPECT_EQ(remember("a", "2"), Remembered::first_time);
  now_ -= 24h;
  EXPECT_EQ(remember("a", "1"), Remembered::seen_before);
  EXPECT_EQ(remember("a", "3", 301s), Remembered::first_time) << "it was issued later than any that was forgotten";
  EXPECT_EQ(remember("b", "1"), Remembered::first_time) << "another issuer has nothing to do with it";
}

TEST_F(ReplayMemory, that_is_full_refuses_and_forgets_nothing) {
  for (const char* id : {"1", "2", "3", "4", "5"}) EXPECT_EQ(remember("a", id), Remembered::first_time);
  EXPECT_EQ(remember("a", "6"), Remembered::no_room);
  EXPECT_EQ(remember("a", "1"), Remembered::seen_before);
  // Another issuer has its own room.
  for (const char* id : {"1", "2", "3", "4", "5"}) EXPECT_EQ(remember("b", id), Remembered::first_time);
  now_ += 300s;
  EXPECT_EQ(remember("a", "6"), Remembered::first_time);
}

TEST_F(ReplayMemory, makes_room_for_what_expires_first) {
  EXPECT_EQ(remember("a", "long", 500s), Remembered::first_time);
  for (const char* id : {"1", "2", "3", "4"}) EXPECT_EQ(remember("a", id, 10s), Remembered::first_time);
  now_ += 10s;
  for (const char* id : {"5", "6", "7", "8"}) EXPECT_EQ(remember("a", id), Remembered::first_time);
  EXPECT_EQ(remember("a", "9"), Remembered::no_room);
  EXPECT_EQ(remember("a", "long"), Remembered::seen_before);
}

// Row 24: many threads with the same tokens; of each token exactly one use counts.
TEST(ReplayMemoryOfThreads, lets_exactly_one_win) {
  constexpr int threads = 8, tokens = 500;
  ReplayMemoryOfProcess memory;
  std::vector<std::atomic<int>> wins(tokens);
  std::atomic<int> others{0};
  const auto until = std::chrono::system_clock::now() + 1h;
  {
    std::vector<std::jthread> running;
    for (int thread = 0; thread < threads; ++thread)
      running.emplace_back([&] {
        boost::asio::io_context loop{1};
        for (int token = 0; token < tokens; ++token) {
          const std::string issuer = token % 2 == 0 ? "a" : "b";
          const auto remembered = server_test::run_on(loop, memory.remember(issuer, std::to_string(token), until));
          if (remembered == Remembered::first_time) ++wins[static_cast<std::size_t>(token)];
          if (remembered == Remembered::seen_before) ++others;
        }
      });
  }
  for (const auto& count : wins) EXPECT_EQ(count, 1);
  EXPECT_EQ(others, (threads - 1) * tokens);
}

// As many as there is room for by default, and one more.
TEST(ReplayMemoryOfThreads, has_room_for_a_hundred_thousand) {
  boost::asio::io_context loop{1};
  ReplayMemoryOfProcess memory;
  const auto until = std::chrono::system_clock::now() + 1h;
  int first_times = 0;
  for (int at = 0; at < 100'000; ++at)
    first_times += server_test::run_on(loop, memory.remember("a", std::to_string(at), until)) == Remembered::first_time;
  EXPECT_EQ(first_times, 100'000);
  EXPECT_EQ(server_test::run_on(loop, memory.remember("a", "more", until)), Remembered::no_room);
  EXPECT_EQ(server_test::run_on(loop, memory.remember("b", "more", until)), Remembered::first_time);
}

}  // namespace
