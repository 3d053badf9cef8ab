// Undoing Content-Encoding: gzip (RFC 1952).
#pragma once

#include <string>
#include <string_view>

#include "server/https_client.h"

namespace server {

// The text that was compressed, of `limit` bytes at most: a few bytes can stand for gigabytes (too_large). Refuses
// (garbled) what is no gzip, is cut short, or has anything behind its end.
OutboundResult<std::string> gunzip(std::string_view compressed, std::size_t limit);

}  // namespace server
