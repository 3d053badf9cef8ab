#include "server/circuit_breaker.h"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;

class CircuitBreaker : public testing::Test {
 protected:
  bool admits() { return breaker_.admits(now_, limits_); }
  void fail(int times) {
    for (int i = 0; i < times; ++i) breaker_.failed(now_);
  }

  const server::BreakerLimits limits_{3, 10s};
  server::SteadyTime now_{1h};
  server::CircuitBreaker breaker_;
};

TEST_F(CircuitBreaker, lets_single_failures_pass) {
  fail(2);
  EXPECT_TRUE(admits());
  breaker_.succeeded();
  fail(2);
  EXPECT_TRUE(admits());
}

TEST_F(CircuitBreaker, leaves_alone_what_failed_repeatedly_for_a_pause) {
  fail(3);
  EXPECT_FALSE(admits());
  now_ += 10s - 1ms;
  EXPECT_FALSE(admits());
  now_ += 1ms;
  EXPECT_TRUE(admits());
}

TEST_F(CircuitBreaker, lets_one_try_after_the_pause) {
  fail(3);
  now_ += 10s;
  EXPECT_TRUE(admits());
  EXPECT_FALSE(admits());
  breaker_.succeeded();
  EXPECT_TRUE(admits());
  EXPECT_TRUE(admits());
}

TEST_F(CircuitBreaker, lets_another_try_if_the_trial_told_nothing) {
  fail(3);
  now_ += 10s;
  EXPECT_TRUE(admits());
  breaker_.abstained();
  EXPECT_TRUE(admits());
  EXPECT_FALSE(admits());
}

TEST_F(CircuitBreaker, pauses_again_if_the_trial_fails) {
  fail(3);
  now_ += 10s;
  EXPECT_TRUE(admits());
  fail(1);
  now_ += 9s;
  EXPECT_FALSE(admits());
  now_ += 1s;
  EXPECT_TRUE(admits());
}

}  // namespace
