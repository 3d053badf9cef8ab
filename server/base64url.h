// Base64url without padding, as JOSE writes bytes (RFC 7515 section 2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace server {

// The bytes; nothing if the text is not the one way to write them: padding, white space, letters of another alphabet,
// a length that no bytes have, or bits at the end that say nothing and are not zero. So no two texts mean one token.
std::optional<std::string> decode_base64url(std::string_view text);

}  // namespace server
