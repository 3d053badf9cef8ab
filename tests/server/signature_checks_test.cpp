#include "server/signature_checks.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <latch>
#include <string>
#include <thread>

#include "run_coroutine.h"

namespace server {
namespace {

class SignatureChecksTest : public testing::Test {
 protected:
  boost::asio::io_context loop{1};
  std::string results;  // in the order in which they came, 'x' for what was refused

  static Awaitable<void> ask(SignatureChecks& checks, char client, std::function<bool()> check, std::string& results) {
    const auto result = co_await checks.result_of(std::string(1, client), std::move(check));
    results += result ? client : 'x';
  }
  void start(SignatureChecks& checks, char client, std::function<bool()> check) {
    boost::asio::co_spawn(loop, ask(checks, client, std::move(check), results), boost::asio::detached);
    loop.poll();
  }
};

TEST_F(SignatureChecksTest, GivesTheResult) {
  SignatureChecks checks(1, 10);
  EXPECT_EQ(true, server_test::run_on(loop, checks.result_of("a", [] { return true; })));
  EXPECT_EQ(false, server_test::run_on(loop, checks.result_of("a", [] { return false; })));
}

TEST_F(SignatureChecksTest, ChecksOnAnotherThread) {
  SignatureChecks checks(1, 10);
  const auto here = std::this_thread::get_id();
  EXPECT_EQ(true,
            server_test::run_on(loop, checks.result_of("a", [here] { return std::this_thread::get_id() != here; })));
}

// The one thread is kept busy meanwhile, so that all wait.
TEST_F(SignatureChecksTest, LetsClientsTakeTurns) {
  SignatureChecks checks(1, 10);
  std::latch all_wait(1);
  start(checks, 'a', [&] { return all_wait.wait(), true; });
  for (const char client : {'a', 'a', 'a', 'b', 'c', 'b'}) start(checks, client, [] { return true; });
  all_wait.count_down();
  loop.run();
  EXPECT_LT(results.find('b'), results.rfind('a'));
  EXPECT_LT(results.find('c'), results.rfind('a'));
  EXPECT_LT(results.find('c'), results.rfind('b'));
  EXPECT_EQ(7u, results.size());
}

TEST_F(SignatureChecksTest, RefusesWhatIsTooMuchOfOneClientAlone) {
  SignatureChecks checks(1, 2);
  std::latch has_begun(1), all_wait(1);
  start(checks, 'a', [&] { return has_begun.count_down(), all_wait.wait(), true; });
  has_begun.wait();
  for (const char client : {'a', 'a', 'a', 'b'}) start(checks, client, [] { return true; });
  EXPECT_EQ("x", results);
  all_wait.count_down();
  loop.run();
  EXPECT_EQ(5u, results.size());
}

TEST_F(SignatureChecksTest, StopsWithChecksThatWait) {
  SignatureChecks checks(0, 10);
  bool was_called = false;
  start(checks, 'a', [&] { return was_called = true; });
  checks.stop();
  EXPECT_FALSE(was_called);
  EXPECT_EQ("", results);
}

}  // namespace
}  // namespace server
