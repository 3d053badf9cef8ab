#include "server/utc_text.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <string>

namespace server {
namespace {

class TextOfSecond {
 public:
  explicit TextOfSecond(const char* format) : format_(format) {}
  std::string& at(std::time_t second) {
    if (second != second_ || text_.empty()) text_ = fmt::format(fmt::runtime(format_), fmt::gmtime(second_ = second));
    return text_;
  }

 private:
  const char* const format_;
  std::time_t second_ = -1;
  std::string text_;
};

}  // namespace

std::string_view utc_text(std::chrono::system_clock::time_point time) {
  thread_local TextOfSecond texts("{:%FT%T}.000Z");
  const auto second = std::chrono::floor<std::chrono::seconds>(time);
  auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time - second).count();
  std::string& text = texts.at(std::chrono::system_clock::to_time_t(second));
  for (auto digit = text.size() - 2; text[digit] != '.'; --digit, milliseconds /= 10)
    text[digit] = static_cast<char>('0' + milliseconds % 10);
  return text;
}

std::string_view http_date(std::time_t second) {
  thread_local TextOfSecond texts("{:%a, %d %b %Y %H:%M:%S} GMT");
  return texts.at(second);
}

}  // namespace server
