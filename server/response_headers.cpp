#include "server/response_headers.h"

#include <fmt/chrono.h>

#include <chrono>

namespace server {
namespace {

// The page of sandbox mode loads from here and nowhere else.
constexpr std::string_view page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

// RFC 9110 section 6.6.1: a server with a clock says when it answered.
std::string http_date(std::chrono::system_clock::time_point when) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(std::chrono::system_clock::to_time_t(when)));
}

}  // namespace

void set_headers(http::fields& fields, const HttpResponse& response, std::string_view request_id) {
  if (!response.content_type.empty()) fields.set(http::field::content_type, response.content_type);
  fields.set(http::field::date, http_date(std::chrono::system_clock::now()));
  fields.set(http::field::cache_control, "no-store");
  fields.set(http::field::access_control_allow_origin, "*");
  fields.set(http::field::access_control_allow_methods, "GET, POST, OPTIONS");
  fields.set(http::field::access_control_allow_headers, "Content-Type, Authorization");
  fields.set(http::field::access_control_max_age, "600");
  fields.set("X-Content-Type-Options", "nosniff");
  fields.set("X-Request-Id", request_id);
  if (!response.allow.empty()) fields.set(http::field::allow, response.allow);
  if (response.content_type.starts_with("text/html")) fields.set("Content-Security-Policy", page_policy);
}

}  // namespace server
