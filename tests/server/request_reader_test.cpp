#include "server/request_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "run_coroutine.h"

namespace server {
namespace {

// Gives what is set to come.
class SilentConnection : public Connection {
 public:
  std::string coming;

  void set_deadline(SteadyTime) override {}
  Awaitable<bool> open() override { co_return true; }
  Awaitable<boost::system::error_code> wait() override { co_return boost::system::error_code(); }
  bool sleep(std::shared_ptr<Sleeper>) override { return false; }
  Received read(std::span<char> into) override {
    const std::size_t bytes = coming.copy(into.data(), into.size());
    coming.erase(0, bytes);
    return {{}, bytes};
  }
  std::size_t write_now(std::string_view, std::string_view) override { return 0; }
  Awaitable<boost::system::error_code> write(std::string_view, std::string_view) override {
    co_return boost::system::error_code();
  }
  Awaitable<void> end_writing() override { co_return; }
  Awaitable<std::size_t> drain_some() override { co_return 0; }
  void cancel() override {}
};

class RequestReaderTest : public testing::Test {
 protected:
  static constexpr std::size_t little = 1'000;

  SilentConnection connection;
  Unparsed unparsed;
  ReadingMemory memory;
  HttpLimits limits;
  BytesInFlight bytes{500'000};
  boost::asio::io_context loop{1};

  RequestReader reader() { return {connection, unparsed, memory, limits, bytes}; }
  static std::string head(const std::string& more) { return "POST /x HTTP/1.1\r\nHost: a\r\n" + more + "\r\n"; }
  bool more(RequestReader& reader) { return server_test::run_on(loop, reader.more()); }
};

TEST_F(RequestReaderTest, TakesNoMemoryForABodyThatItThrowsAway) {
  auto reading = reader();
  connection.coming = head("Content-Length: 8000000\r\n");
  ASSERT_TRUE(reading.read_header());
  EXPECT_FALSE(reading.skip_body());
  connection.coming = std::string(7'999'999, 'x');
  EXPECT_FALSE(reading.skip_body());
  EXPECT_LT(reading.message().body().text.capacity(), little);
  EXPECT_LT(bytes.now(), little);
  connection.coming = "x";
  EXPECT_TRUE(reading.skip_body());
  EXPECT_TRUE(reading.is_complete());
}

TEST_F(RequestReaderTest, TakesNoMemoryForABodyBeforeItIsAskedFor) {
  memory.bodies.give(std::string(100'000, 'x'));
  auto reading = reader();
  connection.coming = head("Content-Length: 200000\r\n");
  ASSERT_TRUE(reading.read_header());
  EXPECT_LT(reading.message().body().text.capacity(), little);
  EXPECT_LT(bytes.now(), little);
}

TEST_F(RequestReaderTest, TakesNoMoreForABodyThanComes) {
  auto reading = reader();
  connection.coming = head("Content-Length: 8000000\r\n") + "x";
  ASSERT_TRUE(reading.read_header());
  EXPECT_FALSE(reading.read_body());
  EXPECT_LT(bytes.now(), 300'000u);
  connection.coming = std::string(600'000, 'x');
  EXPECT_TRUE(reading.read_body());
  EXPECT_EQ(ReadFault::busy, reading.fault());
}

TEST_F(RequestReaderTest, KeepsTheMemoryOfAUsualBody) {
  for (int i = 0; i < 2; ++i) {
    auto reading = reader();
    connection.coming = head("Content-Length: 100000\r\n") + std::string(100'000, 'x');
    ASSERT_TRUE(reading.read_header());
    EXPECT_TRUE(reading.read_body());
    EXPECT_EQ(100'000u, reading.message().body().text.size());
    EXPECT_GE(bytes.now(), 100'000u);
  }
  EXPECT_EQ(0u, bytes.now());
  EXPECT_GE(memory.bodies.take().capacity(), 100'000u);
}

// Of a header what has come waits until the rest is there.
TEST_F(RequestReaderTest, CountsAHeaderThatIsWaitedFor) {
  auto reading = reader();
  connection.coming = "POST /x HTTP/1.1\r\nX: " + std::string(10'000, 'x');
  EXPECT_FALSE(reading.read_header());
  EXPECT_TRUE(more(reading));
  EXPECT_GE(bytes.now(), 10'000u);
  EXPECT_LT(bytes.now(), 20'000u);
}

TEST_F(RequestReaderTest, IsBusyWhereAllHeadersTogetherAreTooMuch) {
  BytesInFlight::Share others(bytes);
  ASSERT_TRUE(others.add(495'000));
  auto reading = reader();
  connection.coming = "POST /x HTTP/1.1\r\nX: " + std::string(10'000, 'x');
  EXPECT_FALSE(reading.read_header());
  EXPECT_TRUE(more(reading));
  EXPECT_TRUE(reading.read_header());
  EXPECT_EQ(ReadFault::busy, reading.fault());
}

}  // namespace
}  // namespace server
