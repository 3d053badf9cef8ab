#include "server/buffered_log.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <future>
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

// Standard error is a pipe that nobody reads, and that is full.
class FullLog : public ::testing::Test {
 protected:
  FullLog() : before_(::dup(STDERR_FILENO)) {
    if (::pipe(ends_) != 0) std::abort();
    ::dup2(ends_[1], STDERR_FILENO);
    ::fcntl(STDERR_FILENO, F_SETFL, O_NONBLOCK);
    const std::string filling(1, '.');
    while (::write(STDERR_FILENO, filling.data(), filling.size()) > 0) {
    }
    ::fcntl(STDERR_FILENO, F_SETFL, 0);
  }
  ~FullLog() override {
    ::dup2(before_, STDERR_FILENO);
    for (const int file : {before_, ends_[0], ends_[1]}) ::close(file);
  }
  // What is in the pipe, which is empty then.
  std::string read() const {
    std::string all;
    ::fcntl(ends_[0], F_SETFL, O_NONBLOCK);
    char piece[4096];
    for (ssize_t got = 0; (got = ::read(ends_[0], piece, sizeof piece)) > 0;)
      all.append(piece, static_cast<std::size_t>(got));
    return all;
  }

 private:
  int before_;
  int ends_[2] = {};
};

TEST_F(FullLog, keeps_nobody_waiting) {
  std::size_t lines = 0;
  {
    const server::BufferedLog log;
    auto done = std::async(std::launch::async, [] {
      for (int i = 0; i < 5'000; ++i) log_event(LogLevel::warning, "something", {});
    });
    const bool was_in_time = done.wait_for(std::chrono::seconds(10)) == std::future_status::ready;
    std::string written;
    do written += read();  // whoever waits goes on
    while (done.wait_for(std::chrono::milliseconds(1)) != std::future_status::ready);
    EXPECT_TRUE(was_in_time);
    server::flush_log();
    written += read();
    server::flush_log();
    written += read();
    lines = static_cast<std::size_t>(std::ranges::count(written, '\n'));
    EXPECT_LT(lines, 5'000U);
    EXPECT_NE(written.find("\"event\":\"log-lines-lost\",\"lines\":" + std::to_string(5'001 - lines) + "}\n"),
              std::string::npos)
        << lines;
  }
}

TEST_F(FullLog, loses_nothing_that_there_is_room_for) {
  const server::BufferedLog log;
  for (int i = 0; i < 100; ++i) log_event(LogLevel::warning, "something", {});
  std::string written = read();
  server::flush_log();
  written += read();
  EXPECT_EQ(std::ranges::count(written, '\n'), 100);
  EXPECT_EQ(written.find("lost"), std::string::npos);
}

}  // namespace
