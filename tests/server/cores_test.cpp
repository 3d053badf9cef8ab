#include "server/cores.h"

#include <gtest/gtest.h>
#include <sched.h>

namespace server {
namespace {

TEST(Cores, AreThoseThatTheProcessMayUse) {
  cpu_set_t all, one;
  ASSERT_EQ(0, ::sched_getaffinity(0, sizeof all, &all));
  EXPECT_EQ(static_cast<unsigned>(CPU_COUNT(&all)), usable_cores());

  int first = 0;
  while (!CPU_ISSET(first, &all)) ++first;
  CPU_ZERO(&one);
  CPU_SET(first, &one);
  ASSERT_EQ(0, ::sched_setaffinity(0, sizeof one, &one));
  EXPECT_EQ(1u, usable_cores());
  ASSERT_EQ(0, ::sched_setaffinity(0, sizeof all, &all));
}

}  // namespace
}  // namespace server
