#include "server/turnstile.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <new>
#include <string>

namespace server {
namespace {

using namespace std::chrono_literals;

// What becomes of requests, in the order in which it does: a letter each, small if it is refused.
class TurnstileTest : public testing::Test {
 protected:
  boost::asio::io_context loop{1};
  TurnLimits limits{2, 1h, 2h, 2, 1h};
  Turnstile turnstile{loop, limits};
  std::string begun;

  void come_and_step(char name, int steps) {
    boost::asio::co_spawn(loop, go_on(turnstile, name, steps, begun), boost::asio::detached);
  }
  void come(char name) { boost::asio::co_spawn(loop, pass(turnstile, name, begun), boost::asio::detached); }
  // Behind a step, for lack of memory to wait for anything else.
  void come_and_fail(char name) { boost::asio::co_spawn(loop, fail(turnstile, name, begun), boost::asio::detached); }
  std::string after_all() {
    loop.run();
    return begun;
  }

 private:
  static Awaitable<void> pass(Turnstile& turnstile, char name, std::string& begun) {
    bool is_granted = turnstile.lets_go();
    if (!is_granted) is_granted = co_await turnstile.wait();
    begun += is_granted ? name : static_cast<char>(name - 'A' + 'a');
  }
  static Awaitable<void> fail(Turnstile& turnstile, char name, std::string& begun) {
    co_await go_on(turnstile, name, 1, begun);
    co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<Executor>, void()>(
        []<class Handler>(Handler) { throw std::bad_alloc(); }, awaited);
  }
  static Awaitable<void> go_on(Turnstile& turnstile, char name, int steps, std::string& begun) {
    co_await pass(turnstile, name, begun);
    const auto turn = turnstile.turn_number();
    for (char step = '1'; step < '1' + steps; ++step) {
      if (turnstile.steps_in(turn)) co_await turnstile.step();
      begun.append({name, step});
    }
  }
};

TEST_F(TurnstileTest, LetsAFewGoAtOnceAndTheOthersInTheirOrder) {
  for (const char name : {'A', 'B', 'C', 'D', 'E'}) come(name);
  EXPECT_EQ("ABCDE", after_all());
}

TEST_F(TurnstileTest, LetsNoMoreBeginInOneTurn) {
  for (const char name : {'A', 'B', 'C'}) come(name);
  // Behind the three, and before the next turn: what is ready then is looked at first.
  boost::asio::post(loop, [this] { begun += '|'; });
  EXPECT_EQ("AB|C", after_all());
}

TEST_F(TurnstileTest, LetsThoseWhoHaveJustComeGoFirstWhenOthersHaveWaitedLong) {
  limits.in_order = -1ms;  // whoever waits has waited longer
  for (const char name : {'A', 'B', 'C', 'D', 'E', 'F'}) come(name);
  EXPECT_EQ("ABFEDC", after_all());
}

TEST_F(TurnstileTest, EndsATurnThatLastsLong) {
  limits.turn = 0ms;
  for (const char name : {'A', 'B', 'C', 'D'}) come(name);
  boost::asio::post(loop, [this] { boost::asio::post(loop, [this] { begun += '|'; }); });
  EXPECT_EQ("ABC|D", after_all());
}

TEST_F(TurnstileTest, RefusesThoseWhoHaveWaitedTooLong) {
  limits.longest = -1ms;
  for (const char name : {'A', 'B', 'C', 'D', 'E'}) come(name);
  EXPECT_EQ("ABcdE", after_all());
}

// The first one came when nobody was there yet.
TEST_F(TurnstileTest, LetsThoseOfATurnGoOnTogetherBeforeOthersBegin) {
  for (const char name : {'A', 'B', 'C', 'D', 'E', 'F'}) come_and_step(name, 2);
  EXPECT_EQ("AA1A2BB1B2CDC1D1C2D2EFE1F1E2F2", after_all());
}

TEST_F(TurnstileTest, DoesNotWaitForThoseOfATurnWhoHaveEnded) {
  come_and_step('A', 0);
  come_and_step('B', 2);
  come_and_step('C', 0);
  come_and_step('D', 2);
  come_and_step('E', 1);
  EXPECT_EQ("ABB1B2CDD1D2EE1", after_all());
}

// Whoever has waited for something else meanwhile holds up no later turn.
TEST_F(TurnstileTest, LetsThoseOfAnEarlierTurnGoAlone) {
  for (const char name : {'A', 'B', 'C'}) come(name);
  const auto early = turnstile.turn_number();
  while (begun != "ABC") loop.poll_one();
  EXPECT_NE(early, turnstile.turn_number());
  EXPECT_FALSE(turnstile.steps_in(early));
}

TEST_F(TurnstileTest, LooksAtNothingElseBetweenSteps) {
  for (const char name : {'A', 'B', 'C', 'D'}) come_and_step(name, 2);
  while (begun != "AA1A2BB1B2CD") loop.poll_one();
  boost::asio::post(loop, [this] { begun += '|'; });
  EXPECT_EQ("AA1A2BB1B2CDC1D1C2D2|", after_all());
}

TEST_F(TurnstileTest, LetsTheOthersGoOnWhenOneFails) {
  come('A');
  come('B');
  come_and_fail('C');
  come_and_step('D', 1);
  EXPECT_EQ("ABCDC1D1", after_all());
}

TEST_F(TurnstileTest, EndsWithThoseWhoStep) {
  for (const char name : {'A', 'B'}) come_and_step(name, 2);
  loop.poll_one();
  loop.poll_one();
  EXPECT_EQ("AA1A2B", begun);
}

TEST_F(TurnstileTest, EndsWithThoseWhoStillWait) {
  for (const char name : {'A', 'B', 'C'}) come(name);
  loop.poll_one();
  EXPECT_EQ("A", begun);
}

}  // namespace
}  // namespace server
