#include "server/response_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

namespace {

using server::NoResponse;
using server::ResponseReader;

constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

class Reader {
 public:
  explicit Reader(server::OutboundLimits limits = {}) : limits_(limits), reader(limits_) {}

  // Why there is no response after these bytes, or nothing.
  std::optional<NoResponse> take(std::string_view bytes, std::size_t piece = 1000) {
    while (!bytes.empty()) {
      const auto room = reader.room();
      const auto next = bytes.substr(0, std::min(piece, room.size()));
      std::memcpy(room.data(), next.data(), next.size());
      bytes.remove_prefix(next.size());
      if (const auto fault = reader.take(next.size())) return fault;
    }
    return std::nullopt;
  }

 private:
  server::OutboundLimits limits_;

 public:
  ResponseReader reader;
};

TEST(ResponseReader, reads_a_response_in_pieces_of_any_size) {
  for (const std::size_t piece : {1U, 2U, 7U, 1000U}) {
    Reader read;
    EXPECT_TRUE(read.reader.is_untouched());
    ASSERT_FALSE(read.take(answer, piece));
    ASSERT_TRUE(read.reader.is_done());
    EXPECT_FALSE(read.reader.is_untouched());
    EXPECT_TRUE(read.reader.keeps_alive());
    EXPECT_EQ(read.reader.response()->body, "{}");
  }
}

// Beast asserts that it sees five bytes of the last chunk.
TEST(ResponseReader, reads_chunks_in_pieces_of_any_size) {
  for (const char* chunks : {"0\r\n\r\n", "0\r\nX: y\r\n\r\n", "1\r\n{\r\n1;x=y\r\n}\r\n0\r\n\r\n"})
    for (const std::size_t piece : {1U, 2U, 3U, 4U, 5U, 1000U}) {
      Reader read;
      ASSERT_FALSE(
          read.take(std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").append(chunks), piece));
      ASSERT_TRUE(read.reader.is_done());
      EXPECT_TRUE(read.reader.keeps_alive());
      EXPECT_EQ(read.reader.response()->body, chunks[0] == '1' ? "{}" : "");
    }
}

TEST(ResponseReader, takes_an_interim_response_for_none) {
  const std::string interim = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
  for (const std::size_t piece : {1U, 5U, 1000U}) {
    Reader read;
    ASSERT_FALSE(read.take(interim, piece));
    EXPECT_FALSE(read.reader.is_done());
    EXPECT_FALSE(read.reader.is_untouched());
    ASSERT_FALSE(read.take(interim + std::string(answer), piece));
    ASSERT_TRUE(read.reader.is_done());
    EXPECT_EQ(read.reader.response()->status, 200U);
  }
  Reader endless;
  EXPECT_EQ(endless.take(interim + interim + interim + interim), NoResponse::garbled);
}

TEST(ResponseReader, knows_what_the_end_of_the_connection_means) {
  EXPECT_EQ(Reader().reader.take_end(), NoResponse::unreachable);
  Reader cut;
  ASSERT_FALSE(cut.take(answer.substr(0, answer.size() - 1)));
  EXPECT_EQ(cut.reader.take_end(), NoResponse::unreachable);
  Reader whole;
  ASSERT_FALSE(whole.take("HTTP/1.1 200 OK\r\n\r\n{}"));
  EXPECT_FALSE(whole.reader.is_done());
  ASSERT_FALSE(whole.reader.take_end());
  ASSERT_TRUE(whole.reader.is_done());
  EXPECT_FALSE(whole.reader.keeps_alive());
  EXPECT_EQ(whole.reader.response()->body, "{}");
}

TEST(ResponseReader, trusts_no_connection_on_which_more_came_than_was_asked_for) {
  Reader read;
  ASSERT_FALSE(read.take(std::string(answer).append(answer)));
  ASSERT_TRUE(read.reader.is_done());
  EXPECT_FALSE(read.reader.keeps_alive());
}

TEST(ResponseReader, refuses_what_is_too_large_or_no_http) {
  server::OutboundLimits limits;
  limits.header_bytes = 200;
  limits.response_bytes = 1;
  limits.read_buffer_bytes = 1000;
  EXPECT_EQ(Reader(limits).take(answer), NoResponse::too_large);
  EXPECT_EQ(Reader(limits).take("HTTP/1.1 200 OK\r\nX: " + std::string(300, 'x'), 50), NoResponse::too_large);
  const std::string extension = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(2000, 'x');
  EXPECT_EQ(Reader(limits).take(extension), NoResponse::too_large);
  EXPECT_EQ(Reader().take("SSH-2.0-OpenSSH\r\n"), NoResponse::garbled);
}

}  // namespace
