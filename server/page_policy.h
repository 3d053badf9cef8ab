// Where pages may load from and send to (Content Security Policy Level 3): from here and nowhere else.
#pragma once

#include <string_view>

namespace server {

inline constexpr std::string_view page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; connect-src 'self'";  // last: a page that sends to other origins too adds them

}  // namespace server
