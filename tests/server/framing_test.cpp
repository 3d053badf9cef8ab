#include "server/framing.h"

#include <gtest/gtest.h>

namespace server {
namespace {

http::request_header<HeaderFields> header_with(std::initializer_list<std::pair<const char*, const char*>> fields) {
  http::request_header<HeaderFields> header;
  header.version(11);
  for (const auto& [name, value] : fields) header.insert(name, value);
  return header;
}

unsigned status(const http::request_header<HeaderFields>& header) {
  constexpr std::size_t most_fields = 5;
  const auto refused = framing_refusal(header, most_fields);
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

TEST(Framing, AHostIsANameOrAnAddressAndPerhapsAPort) {
  for (const char* host :
       {"a", "cds.example.org", "cds.example.org:8080", "10.1.2.3:80", "[::1]", "[::1]:8080", "a_b", "a:"})
    EXPECT_EQ(0u, status(header_with({{"Host", host}}))) << host;
  for (const char* host : {"", " ", "u@a", "a/b", "a:b", "a:123456", "a:80:81", "a,b", "a b", "[::1", "[::1]x", "[]",
                           ":80", "a?b", "a#b", "http://a", "a\tb", "\xc3\xa4"})
    EXPECT_EQ(400u, status(header_with({{"Host", host}}))) << host;
}

TEST(Framing, AnAbsoluteTargetIsOfTheSameHost) {
  auto header = header_with({{"Host", "a:80"}});
  for (const char* target :
       {"/", "*", "http://a:80/x", "https://a:80", "http://a:80?x=://b", "http://a:80#b", "/http://b"}) {
    header.target(target);
    EXPECT_EQ(0u, status(header)) << target;
  }
  for (const char* target : {"http://b/", "http://a/", "http://u@a:80/", "ftp://b", "http:///x"}) {
    header.target(target);
    EXPECT_EQ(400u, status(header)) << target;
  }
}

TEST(Framing, NoFieldIsTheTwinOfOneThatCounts) {
  for (const char* name : {"Content_Length", "TRANSFER_ENCODING", "Authorization_", "X_Y"}) {
    const bool is_twin = name[0] == 'C' || name[0] == 'T';
    EXPECT_EQ(is_twin ? 400u : 0u, status(header_with({{"Host", "a"}, {name, "1"}}))) << name;
  }
}

TEST(Framing, ThereAreNotManyFields) {
  EXPECT_EQ(0u, status(header_with({{"Host", "a"}, {"B", ""}, {"C", ""}, {"D", ""}, {"E", ""}})));
  EXPECT_EQ(431u, status(header_with({{"Host", "a"}, {"B", ""}, {"C", ""}, {"D", ""}, {"E", ""}, {"F", ""}})));
}

TEST(Framing, OtherExpectationsCannotBeMet) {
  EXPECT_EQ(417u, status(header_with({{"Host", "a"}, {"Expect", "tea"}})));
}

}  // namespace
}  // namespace server
