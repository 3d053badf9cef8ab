#include "server/gzip.h"

#include <zlib.h>

#include <new>

namespace server {
namespace {

constexpr int gzip_window = 15 + 16;  // the largest window, with gzip's head instead of zlib's
constexpr int usual_memory = 8;

class Deflation {
 public:
  Deflation() {
    if (deflateInit2(&stream_, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_window, usual_memory, Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
  }
  ~Deflation() { deflateEnd(&stream_); }
  Deflation(const Deflation&) = delete;
  Deflation& operator=(const Deflation&) = delete;

  // All at once: so much room is enough.
  std::string of(std::string_view text) {
    std::string packed(deflateBound(&stream_, text.size()), '\0');
    // zlib does not write into what it reads; its type is older than const.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream_.avail_in = static_cast<uInt>(text.size());
    stream_.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream_.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream_, Z_FINISH);
    packed.resize(stream_.total_out);
    return packed;
  }

 private:
  z_stream stream_{};
};

}  // namespace

std::string gzip(std::string_view text) { return Deflation().of(text); }

bool takes_gzip(const HttpRequest& request) {
  if (request.headers == nullptr) return false;
  const std::string_view accepted = text_of((*request.headers)[http::field::accept_encoding]);
  const auto at = accepted.find("gzip");
  if (at == std::string_view::npos) return false;
  // "gzip;q=0" and "gzip;q=0.0" refuse it.
  const auto parameters = accepted.substr(at, accepted.find(',', at) - at);
  const auto weight = parameters.find("q=");
  return weight == std::string_view::npos || parameters.find_first_of("123456789", weight) != std::string_view::npos;
}

}  // namespace server
