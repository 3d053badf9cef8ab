#include "server/deadlines.h"

#include <gtest/gtest.h>

namespace server {
namespace {

using namespace std::chrono_literals;

class Patient : public Deadlines::Waiter {
 public:
  explicit Patient(boost::asio::io_context& loop) : loop_(loop) {}
  int given_up = 0;

 private:
  void give_up() override {
    ++given_up;
    loop_.stop();
  }
  boost::asio::io_context& loop_;
};

class DeadlinesTest : public testing::Test {
 protected:
  SteadyTime now = std::chrono::steady_clock::now();
  boost::asio::io_context loop{1};
  Deadlines deadlines{loop};
  Patient first{loop}, second{loop};

  // Until somebody is given up, or for ever.
  void run() {
    loop.restart();
    loop.run();
  }
};

TEST_F(DeadlinesTest, GivesUpWhoIsLateAndNobodyElse) {
  first.expect_by(now + 1h);
  second.expect_by(now - 1ms);
  const Deadlines::Wait one(deadlines, first), other(deadlines, second);
  run();
  EXPECT_EQ(0, first.given_up);
  EXPECT_FALSE(first.is_late());
  EXPECT_EQ(1, second.given_up);
  EXPECT_TRUE(second.is_late());
}

TEST_F(DeadlinesTest, LooksAgainAtWhoWaitsOnAllTheSame) {
  first.expect_by(now);
  const Deadlines::Wait wait(deadlines, first);
  run();
  run();
  EXPECT_EQ(2, first.given_up);
}

TEST_F(DeadlinesTest, LooksEarlierForAnEarlierDeadline) {
  first.expect_by(now + 1h);
  const Deadlines::Wait one(deadlines, first);
  loop.poll();
  second.expect_by(now);
  const Deadlines::Wait other(deadlines, second);
  run();
  EXPECT_EQ(1, second.given_up);
}

TEST_F(DeadlinesTest, DoesNotMindWhoWaitsNoMore) {
  first.expect_by(now);
  { const Deadlines::Wait wait(deadlines, first); }
  run();  // ends by itself: nobody waits
  EXPECT_EQ(0, first.given_up);
}

}  // namespace
}  // namespace server
