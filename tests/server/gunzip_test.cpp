#include "server/gunzip.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace {

using server::gunzip;
using server::NoResponse;

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string result(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(result.data());
  stream.avail_out = static_cast<uInt>(result.size());
  deflate(&stream, Z_FINISH);
  result.resize(stream.total_out);
  deflateEnd(&stream);
  return result;
}

TEST(Gunzip, gives_back_what_was_compressed) {
  for (const std::size_t size : {0U, 1U, 1000U, 65'535U, 65'536U, 65'537U, 300'000U}) {
    std::string text(size, 'x');
    for (std::size_t i = 0; i < size; i += 7) text[i] = static_cast<char>('a' + i % 26);
    const auto result = gunzip(gzip(text), 300'000);
    ASSERT_TRUE(result.has_value()) << size;
    EXPECT_EQ(*result, text);
  }
}

TEST(Gunzip, stops_at_the_limit) {
  EXPECT_EQ(gunzip(gzip(std::string(50'000'000, ' ')), 4 * 1024 * 1024).error(), NoResponse::too_large);
  EXPECT_EQ(gunzip(gzip("12345"), 4).error(), NoResponse::too_large);
  EXPECT_TRUE(gunzip(gzip("1234"), 4).has_value());
}

TEST(Gunzip, refuses_what_is_cut_short_altered_or_no_gzip) {
  const std::string whole = gzip("some text, some text, some text");
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_EQ(gunzip(whole.substr(0, size), 1000).error(), NoResponse::garbled) << size;
  EXPECT_EQ(gunzip(whole + "x", 1000).error(), NoResponse::garbled);
  EXPECT_EQ(gunzip("{\"resourceType\":\"Bundle\"}", 1000).error(), NoResponse::garbled);
  std::string altered = whole;
  altered[whole.size() - 6] ^= 1;  // in the checksum
  EXPECT_EQ(gunzip(altered, 1000).error(), NoResponse::garbled);
}

}  // namespace
