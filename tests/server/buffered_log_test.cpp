#include "server/buffered_log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "server/log.h"

namespace {

using server::log_event;
using server::LogLevel;

// Standard error goes to a file meanwhile.
class BufferedLog : public ::testing::Test {
 protected:
  BufferedLog() { testing::internal::CaptureStderr(); }
  static auto bytes_written() { return ::lseek(STDERR_FILENO, 0, SEEK_CUR); }
  static auto lines_written() { return std::ranges::count(testing::internal::GetCapturedStderr(), '\n'); }
};

TEST_F(BufferedLog, writes_all_at_its_end) {
  {
    const server::BufferedLog log;
    for (int i = 0; i < 1000; ++i) log_event(LogLevel::info, "something", {});
  }
  EXPECT_EQ(lines_written(), 1000);
}

TEST_F(BufferedLog, writes_what_waits_when_told_to) {
  {
    const server::BufferedLog log;
    log_event(LogLevel::info, "something", {});
    EXPECT_EQ(bytes_written(), 0);
    server::flush_log();
    EXPECT_GT(bytes_written(), 0);
  }
  EXPECT_EQ(lines_written(), 1);
}

TEST_F(BufferedLog, writes_a_warning_and_all_before_it_at_once) {
  {
    const server::BufferedLog log;
    log_event(LogLevel::info, "before", {});
    EXPECT_EQ(bytes_written(), 0);
    log_event(LogLevel::warning, "now", {});
    EXPECT_GT(bytes_written(), 0);
  }
  EXPECT_EQ(lines_written(), 2);
}

}  // namespace
