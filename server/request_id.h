// The number of one request, for its log lines and for the client: sixteen hexadecimal digits.
#pragma once

#include <array>
#include <string_view>

namespace server {

class RequestId {
 public:
  explicit RequestId(const std::array<char, 16>& digits) : digits_(digits) {}
  std::string_view text() const { return {digits_.data(), digits_.size()}; }

 private:
  std::array<char, 16> digits_;
};

// Another one for each request of this process, and most probably of all others.
RequestId next_request_id();

}  // namespace server
