// Where a request ends: a client, a gateway and we must agree on it, or one can smuggle a request past another.
#pragma once

#include <boost/beast/http/message.hpp>
#include <optional>

#include "server/http.h"

namespace server {

// The refusal of a request whose headers say in no way, or in more than one, where it ends or for whom it is: 400
// (RFC 9112 sections 3.2, 6.1 and 6.3), that have more fields than `most_fields`: 431, or that expect what we cannot
// do: 417 (RFC 9110 section 10.1.1). Stricter than Beast, which takes several of these. The connection must end after
// it: what follows is no request.
std::optional<HttpResponse> framing_refusal(const http::request_header<HeaderFields>& header, std::size_t most_fields);

}  // namespace server
