// Times as text: RFC 3339 in UTC.
#pragma once

#include <chrono>
#include <string>

namespace server {

// "2026-11-26T09:30:00.123Z"
std::string utc_text(std::chrono::system_clock::time_point time);

}  // namespace server
