// Content-Encoding: gzip (RFC 1952), for answers that are sent compressed.
#pragma once

#include <string>
#include <string_view>

#include "server/http.h"

namespace server {

// The same input gives the same bytes. Throws std::bad_alloc where there is no memory.
std::string gzip(std::string_view text);

// Whether the caller takes it (RFC 9110 section 12.5.3): named, and not with the weight 0.
bool takes_gzip(const HttpRequest& request);

}  // namespace server
