#include "server/turnstile.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
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

  void come(char name) { boost::asio::co_spawn(loop, pass(turnstile, name, begun), boost::asio::detached); }
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

TEST_F(TurnstileTest, EndsWithThoseWhoStillWait) {
  for (const char name : {'A', 'B', 'C'}) come(name);
  loop.poll_one();
  EXPECT_EQ("A", begun);
}

}  // namespace
}  // namespace server
