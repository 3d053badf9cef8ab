#include "server/utc_text.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace server {
namespace {

// Written once a second, for the log.
std::string_view to_the_second(std::time_t second) {
  thread_local std::time_t written = -1;
  thread_local std::string text;
  if (written != second || text.empty()) text = fmt::format("{:%FT%T}", fmt::gmtime(written = second));
  return text;
}

}  // namespace

std::string utc_text(std::chrono::system_clock::time_point time) {
  const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(milliseconds);
  return fmt::format("{}.{:03}Z", to_the_second(std::chrono::system_clock::to_time_t(seconds)),
                     (milliseconds - seconds).count());
}

}  // namespace server
