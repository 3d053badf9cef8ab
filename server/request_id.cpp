#include "server/request_id.h"

#include <atomic>
#include <cstdint>
#include <random>

namespace server {
namespace {

void write_hexadecimal(std::uint32_t number, char* end) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (int digit = 0; digit < 8; ++digit, number >>= 4) *--end = digits[number & 0xF];
}

}  // namespace

RequestId next_request_id() {
  static const std::uint32_t process = std::random_device{}();
  static std::atomic<std::uint32_t> count{0};
  std::array<char, 16> digits{};
  write_hexadecimal(process, digits.data() + 8);
  write_hexadecimal(++count, digits.data() + 16);
  return RequestId(digits);
}

}  // namespace server
