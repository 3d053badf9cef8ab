#include "server/shared_replay_memory.h"

#include <gtest/gtest.h>

#include "server/metrics.h"
#include "tests/server/run_coroutine.h"

namespace {

using namespace std::chrono_literals;
using server::Remembered;
using server::UsedToken;

const server::WallTime now{std::chrono::sys_days(std::chrono::days(20'000))};

server::Awaitable<fhir::Result<bool>> given(fhir::Result<bool> answer) { co_return answer; }

struct Memories {
  fhir::Result<bool> answer{true};
  int asked = 0;
  server::ReplayMemoryOfProcess own{[] { return now; }};
  server::SharedReplayMemory shared{own, [this](const UsedToken&) {
                                      ++asked;
                                      return given(answer);
                                    }};
  boost::asio::io_context loop{1};

  Remembered remember(const std::string& id) {
    return server_test::run_on(loop, shared.remember("ehr", id, now + 60s));
  }
};

TEST(SharedReplayMemory, believes_the_first_use_anywhere) {
  Memories memories;
  EXPECT_EQ(memories.remember("t1"), Remembered::first_time);
  memories.answer = false;
  EXPECT_EQ(memories.remember("t2"), Remembered::seen_before);
}

TEST(SharedReplayMemory, asks_nobody_about_what_this_process_has_seen) {
  Memories memories;
  memories.remember("t1");
  EXPECT_EQ(memories.remember("t1"), Remembered::seen_before);
  EXPECT_EQ(memories.asked, 1);
}

TEST(SharedReplayMemory, falls_back_to_its_own_while_the_database_is_away_and_counts_it) {
  Memories memories;
  memories.answer = fhir::issue(fhir::IssueType::transient, "away");
  const double before = server::metrics().replay_memory_fallbacks.Value();
  EXPECT_EQ(memories.remember("t1"), Remembered::first_time);
  EXPECT_EQ(memories.remember("t1"), Remembered::seen_before);
  EXPECT_EQ(server::metrics().replay_memory_fallbacks.Value(), before + 1);
}

}  // namespace
