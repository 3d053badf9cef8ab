// What is written about a request: never its content, its patient or its tokens.
#pragma once

#include <chrono>
#include <string_view>

#include "server/http.h"

namespace server {

struct AccessLine {
  std::string_view request_id;
  http::verb method = http::verb::unknown;
  std::string_view route;  // a path of ours, never the target as sent; "-" if none
  unsigned status = 0;
  std::size_t bytes_in = 0;
  std::size_t bytes_out = 0;
  std::chrono::microseconds duration{0};
};
void log_access(const AccessLine& line);

// One line for an exception that got to the session: a bug. Its text is ours or a library's, never a request's.
void log_failure(std::string_view request_id, std::string_view what);

// One line for a caller that was refused. The reason is a word of ours.
void log_refusal(std::string_view request_id, std::string_view reason);

// One line for keys that could not be got. The client's name is that of the clients file; `why` ends a sentence, and
// holds nothing that was fetched.
void log_key_failure(std::string_view client, std::string_view why);

// The text with every control character as "?": nobody writes lines into our log.
std::string without_controls(std::string_view text);

// "f3a91c0d00000001": unlike that of any other request of this process, and unlikely to be that of another process.
std::string next_request_id();

}  // namespace server
