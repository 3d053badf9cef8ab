#include "server/side_by_side.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

#include "run_coroutine.h"
#include "server/waiting_line.h"

namespace {

using namespace std::chrono_literals;
using server::Awaitable;

Awaitable<void> note(std::vector<int>& order, int what, server::WaitingLine* line) {
  order.push_back(what);
  if (line != nullptr) co_await line->wait_until(std::chrono::steady_clock::now() + 10s);
  order.push_back(-what);
}

Awaitable<void> fail() {
  throw std::runtime_error("failed");
  co_return;
}

Awaitable<void> wake(server::WaitingLine& line) {
  line.wake_all();
  co_return;
}

Awaitable<int> both(std::vector<int>& order) {
  const auto executor = co_await boost::asio::this_coro::executor;
  server::WaitingLine line(executor);
  server::SideBySide tasks(executor);
  tasks.start(note(order, 1, &line));
  tasks.start(note(order, 2, &line));
  tasks.start(wake(line));
  co_await tasks.all();
  co_return 0;
}

Awaitable<int> none() {
  server::SideBySide tasks(co_await boost::asio::this_coro::executor);
  co_await tasks.all();
  co_return 0;
}

Awaitable<int> one_fails(std::vector<int>& order) {
  server::SideBySide tasks(co_await boost::asio::this_coro::executor);
  tasks.start(fail());
  tasks.start(note(order, 1, nullptr));
  co_await tasks.all();
  co_return 0;
}

Awaitable<int> beginning_fails(std::vector<int>& order) {
  const auto executor = co_await boost::asio::this_coro::executor;
  server::WaitingLine line(executor);
  server::SideBySide tasks(executor);
  tasks.begin([&] {
    tasks.start(note(order, 1, &line));
    tasks.start(wake(line));
    throw std::runtime_error("no memory for another one");
  });
  order.push_back(2);
  co_await tasks.all();
  co_return 0;
}

TEST(SideBySide, runs_all_at_once_and_waits_for_the_last) {
  boost::asio::io_context loop(1);
  std::vector<int> order;
  server_test::run_on(loop, both(order));
  EXPECT_EQ(order, (std::vector<int>{1, 2, -1, -2}));
}

TEST(SideBySide, has_nothing_to_wait_for_where_nothing_was_started) {
  boost::asio::io_context loop(1);
  server_test::run_on(loop, none());
}

TEST(SideBySide, throws_after_all_have_ended) {
  boost::asio::io_context loop(1);
  std::vector<int> order;
  EXPECT_THROW(server_test::run_on(loop, one_fails(order)), std::runtime_error);
  EXPECT_EQ(order, (std::vector<int>{1, -1}));
}

// Whoever has started some may not be gone before these have ended.
TEST(SideBySide, throws_after_all_have_ended_that_were_begun_before_a_failure) {
  boost::asio::io_context loop(1);
  std::vector<int> order;
  EXPECT_THROW(server_test::run_on(loop, beginning_fails(order)), std::runtime_error);
  EXPECT_EQ(order, (std::vector<int>{1, 2, -1}));
}

Awaitable<bool> wait(server::WaitingLine& line, std::chrono::milliseconds time) {
  co_return co_await line.wait_until(std::chrono::steady_clock::now() + time);
}

TEST(WaitingLine, wakes_the_first_who_came) {
  boost::asio::io_context loop(1);
  server::WaitingLine line(loop.get_executor());
  std::vector<int> woken;
  for (const int who : {1, 2})
    boost::asio::co_spawn(loop, wait(line, 10s), [&woken, who](std::exception_ptr, bool in_time) {
      if (in_time) woken.push_back(who);
    });
  while (loop.poll() > 0) {
  }
  line.wake_one();
  while (loop.poll() > 0) {
  }
  EXPECT_EQ(woken, std::vector<int>{1});
  EXPECT_FALSE(line.is_empty());
  line.wake_one();
  line.wake_one();
  loop.run();
  EXPECT_EQ(woken, (std::vector<int>{1, 2}));
  EXPECT_TRUE(line.is_empty());
}

TEST(WaitingLine, lets_nobody_wait_beyond_the_deadline) {
  boost::asio::io_context loop(1);
  server::WaitingLine line(loop.get_executor());
  EXPECT_FALSE(server_test::run_on(loop, wait(line, 1ms)));
  EXPECT_TRUE(line.is_empty());
}

}  // namespace
