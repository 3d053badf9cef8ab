// How much is written to the log.
#pragma once

#include <cstdint>

namespace server {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

}  // namespace server
