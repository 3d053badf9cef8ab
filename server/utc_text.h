// Times as text, in UTC. Each is made anew once a second, for that costs more than all else in a line of the log, and
// is valid until the same thread asks again.
#pragma once

#include <chrono>
#include <ctime>
#include <string_view>

namespace server {

// RFC 3339: "2026-11-26T09:30:00.123Z".
std::string_view utc_text(std::chrono::system_clock::time_point time);

// As HTTP has it (RFC 9110 section 5.6.7): "Thu, 26 Nov 2026 09:30:00 GMT".
std::string_view http_date(std::time_t second);

}  // namespace server
