#include "server/tally.h"

#include <gtest/gtest.h>

#include <thread>
#include <utility>

namespace server {
namespace {

TEST(Tally, AddsWhatWasCountedWhenSomebodyLooks) {
  prometheus::Counter first, second;
  const Tally tally({&first, &second});
  tally.raise(0);
  tally.raise(1);
  tally.raise(1);
  add_tallies();
  EXPECT_EQ(first.Value(), 1);
  EXPECT_EQ(second.Value(), 2);
  add_tallies();
  EXPECT_EQ(second.Value(), 2) << "nothing is added twice";
}

TEST(Tally, AddsToOneCounterFromSeveralPlacesAndTallies) {
  prometheus::Counter counter;
  const Tally one({&counter, &counter});
  const Tally other({&counter});
  one.raise(0);
  one.raise(1);
  other.raise(0);
  add_tallies();
  EXPECT_EQ(counter.Value(), 3);
}

TEST(Tally, LosesNothingWhenItEnds) {
  prometheus::Counter counter;
  {
    Tally tally({&counter});
    tally.raise(0);
    const Tally moved = std::move(tally);
    moved.raise(0);
  }
  EXPECT_EQ(counter.Value(), 2);
  add_tallies();
  EXPECT_EQ(counter.Value(), 2);
}

TEST(Tally, CountsWhatSeveralThreadsRaiseWhileOthersLook) {
  prometheus::Counter counter;
  const Tally tally({&counter});
  constexpr int times = 10'000;
  const auto raise = [&tally] {
    for (int i = 0; i < times; ++i) tally.raise(0);
  };
  {
    const std::jthread one(raise), other(raise);
    for (int i = 0; i < 100; ++i) add_tallies();
  }
  add_tallies();
  EXPECT_EQ(counter.Value(), 2 * times);
}

}  // namespace
}  // namespace server
