#include "server/framing.h"

#include <gtest/gtest.h>

namespace server {
namespace {

http::request_header<> header_with(std::initializer_list<std::pair<const char*, const char*>> fields) {
  http::request_header<> header;
  header.version(11);
  for (const auto& [name, value] : fields) header.insert(name, value);
  return header;
}

unsigned status(const http::request_header<>& header) {
  const auto refused = framing_refusal(header);
  return refused ? static_cast<unsigned>(refused->status) : 0;
}

TEST(Framing, OneLengthOrChunkedOrNothingIsClear) {
  EXPECT_EQ(0u, status(header_with({{"Host", "a"}})));
  EXPECT_EQ(0u, status(header_with({{"Host", "a"}, {"Content-Length", "5"}})));
  EXPECT_EQ(0u, status(header_with({{"Host", "a"}, {"Transfer-Encoding", "Chunked"}})));
  EXPECT_EQ(0u, status(header_with({{"Host", "a"}, {"Expect", "100-Continue"}})));
}

TEST(Framing, TwoWordsOnTheLengthAreRefused) {
  EXPECT_EQ(400u, status(header_with({{"Host", "a"}, {"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}})));
  EXPECT_EQ(400u, status(header_with({{"Host", "a"}, {"Content-Length", "5"}, {"Content-Length", "5"}})));
  EXPECT_EQ(400u,
            status(header_with({{"Host", "a"}, {"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}})));
}

TEST(Framing, ALengthIsDigitsAlone) {
  for (const char* length : {"", "+5", "-1", "0x5", "5, 5", "5 5", "five"})
    EXPECT_EQ(400u, status(header_with({{"Host", "a"}, {"Content-Length", length}}))) << length;
}

TEST(Framing, TheOnlyTransferEncodingIsChunked) {
  for (const char* encoding : {"", "gzip", "identity", "xchunked", "chunked, gzip", "gzip, chunked", "chunked;q=1"})
    EXPECT_EQ(400u, status(header_with({{"Host", "a"}, {"Transfer-Encoding", encoding}}))) << encoding;
}

TEST(Framing, Http10KnowsNoChunksAndNeedsNoHost) {
  auto header = header_with({});
  header.version(10);
  EXPECT_EQ(0u, status(header));
  header.insert("Transfer-Encoding", "chunked");
  EXPECT_EQ(400u, status(header));
}

TEST(Framing, ThereIsOneHost) {
  EXPECT_EQ(400u, status(header_with({})));
  EXPECT_EQ(400u, status(header_with({{"Host", "a"}, {"Host", "a"}})));
}

TEST(Framing, OtherExpectationsCannotBeMet) {
  EXPECT_EQ(417u, status(header_with({{"Host", "a"}, {"Expect", "tea"}})));
}

}  // namespace
}  // namespace server
