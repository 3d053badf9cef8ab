#include "server/log.h"

#include <spdlog/spdlog.h>

#include <atomic>
#include <random>

namespace server {

void log_access(const AccessLine& line) {
  spdlog::info("{} {} {} status={} in={} out={} us={}", line.request_id, std::string_view(http::to_string(line.method)),
               line.route, line.status, line.bytes_in, line.bytes_out, line.duration.count());
}

void log_failure(std::string_view request_id, std::string_view what) {
  spdlog::error("{} unexpected failure: {}", request_id, without_controls(what));
}

void log_refusal(std::string_view request_id, std::string_view reason) {
  spdlog::info("{} caller refused: {}", request_id, reason);
}

void log_key_failure(std::string_view client, std::string_view why) {
  spdlog::warn("the JWK Set of the client {} {}", without_controls(client), why);
}

std::string without_controls(std::string_view text) {
  std::string clean(text);
  for (char& c : clean)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  return clean;
}

std::string next_request_id() {
  static const std::uint32_t process = std::random_device{}();
  static std::atomic<std::uint32_t> count{0};
  return fmt::format("{:08x}{:08x}", process, ++count);
}

}  // namespace server
