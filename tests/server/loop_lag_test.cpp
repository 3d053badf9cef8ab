#include "server/loop_lag.h"

#include <gtest/gtest.h>

#include <thread>

namespace server {
namespace {

using namespace std::chrono_literals;

TEST(LoopLag, IsNothingWhereNobodyWaits) {
  boost::asio::io_context loop(1);
  LoopLag lag(loop);
  EXPECT_EQ(0ns, lag.now());
  loop.run();  // ends by itself: nobody asks any more
  EXPECT_EQ(0ns, lag.now());
}

// The time is spent by one handler, as it would be by a hundred; sleeping is what is measured here.
TEST(LoopLag, IsHowLongAHandlerKeepsTheOthersWaiting) {
  boost::asio::io_context loop(1);
  LoopLag lag(loop);
  lag.now();
  loop.run_one();  // the look begins
  std::this_thread::sleep_for(3 * LoopLag::interval);
  lag.now();       // somebody still asks
  loop.run_one();  // the look ends, too late
  EXPECT_GE(lag.now(), LoopLag::interval);
}

}  // namespace
}  // namespace server
