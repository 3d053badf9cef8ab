#include "server/gunzip.h"

#include <zlib.h>

#include <algorithm>

namespace server {
namespace {

constexpr int gzip_only = 16 + MAX_WBITS;       // zlib's way to say "with a gzip header"
constexpr std::size_t first_guess = 64 * 1024;  // grown as needed
constexpr std::size_t growth = 4;

struct Inflation {
  Inflation() { ready = inflateInit2(&stream, gzip_only) == Z_OK; }
  ~Inflation() { inflateEnd(&stream); }
  Inflation(const Inflation&) = delete;
  Inflation& operator=(const Inflation&) = delete;

  z_stream stream{};
  bool ready = false;
};

}  // namespace

OutboundResult<std::string> gunzip(std::string_view compressed, std::size_t limit) {
  Inflation inflation;
  if (!inflation.ready) return NoResponse::garbled;
  z_stream& stream = inflation.stream;
  // zlib reads only, but its interface is older than const.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
  stream.avail_in = static_cast<uInt>(compressed.size());
  std::string text;
  for (std::size_t size = std::min(first_guess, limit + 1);; size = std::min(size * growth, limit + 1)) {
    const std::size_t done = text.size();
    text.resize(size);
    stream.next_out = reinterpret_cast<Bytef*>(text.data() + done);
    stream.avail_out = static_cast<uInt>(size - done);
    const int status = inflate(&stream, Z_NO_FLUSH);
    text.resize(size - stream.avail_out);
    if (text.size() > limit) return NoResponse::too_large;
    if (status == Z_STREAM_END) break;
    if (status != Z_OK || stream.avail_out != 0) return NoResponse::garbled;
  }
  if (stream.avail_in != 0) return NoResponse::garbled;
  return text;
}

}  // namespace server
