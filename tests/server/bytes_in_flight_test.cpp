#include "server/bytes_in_flight.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace server {
namespace {

TEST(BytesInFlight, AreGivenBackAtTheEnd) {
  BytesInFlight bytes(10);
  {
    BytesInFlight::Share share(bytes);
    EXPECT_TRUE(share.grow_to(4));
    EXPECT_TRUE(share.grow_to(3));  // holds them already
    EXPECT_TRUE(share.add(6));
    EXPECT_EQ(10u, bytes.now());
  }
  EXPECT_EQ(0u, bytes.now());
}

TEST(BytesInFlight, MayBeGivenBackBefore) {
  BytesInFlight bytes(10);
  {
    BytesInFlight::Share share(bytes);
    EXPECT_TRUE(share.add(8));
    share.give_back(5);
    EXPECT_EQ(3u, bytes.now());
    EXPECT_TRUE(share.add(7));
  }
  EXPECT_EQ(0u, bytes.now());
}

TEST(BytesInFlight, WhatIsTooMuchChangesNothing) {
  BytesInFlight bytes(10);
  BytesInFlight::Share first(bytes), second(bytes);
  EXPECT_TRUE(first.grow_to(8));
  EXPECT_FALSE(second.grow_to(3));
  EXPECT_FALSE(first.add(3));
  EXPECT_EQ(8u, bytes.now());
  EXPECT_TRUE(second.grow_to(2));
}

TEST(BytesInFlight, AreCountedAcrossThreads) {
  BytesInFlight bytes(1'000'000);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&bytes] {
        for (int n = 0; n < 1'000; ++n) {
          BytesInFlight::Share share(bytes);
          EXPECT_TRUE(share.grow_to(100));
        }
      });
  }
  EXPECT_EQ(0u, bytes.now());
}

}  // namespace
}  // namespace server
