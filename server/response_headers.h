// The headers that every response has, whatever its body.
#pragma once

#include <string_view>

#include "server/http.h"

namespace server {

// CORS is open: no cookies are used, and callers prove who they are by a token (CDS Hooks R225). What is about a
// patient is not kept by anybody on the way.
void set_headers(http::fields& fields, const HttpResponse& response, std::string_view request_id);

template <class Message>
void set_headers(Message& message, const HttpResponse& response, std::string_view request_id, bool keep_alive) {
  set_headers(static_cast<http::fields&>(message), response, request_id);
  if (response.status != http::status::no_content) message.content_length(response.body.size());
  message.keep_alive(keep_alive);
}

}  // namespace server
