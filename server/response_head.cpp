#include "server/response_head.h"

#include <array>
#include <charconv>
#include <ctime>

#include "server/page_policy.h"
#include "server/utc_text.h"

namespace server {
namespace {

// RFC 6797: a year, as browsers' preload lists ask for at least.
constexpr std::string_view only_tls = "max-age=31536000";
// Seconds after which a client that was sent away for overload may come again.
constexpr std::string_view retry_after = "1";

class Number {
 public:
  explicit Number(std::size_t number)
      : end_(std::to_chars(digits_.data(), digits_.data() + digits_.size(), number).ptr) {}
  std::string_view text() const { return {digits_.data(), end_}; }

 private:
  std::array<char, 20> digits_;
  const char* const end_;
};

class Head {
 public:
  explicit Head(http::status status) {
    text_.reserve(usual_size);
    const auto reason = http::obsolete_reason(status);
    text_.append("HTTP/1.1 ").append(Number(static_cast<unsigned>(status)).text()).append(" ");
    text_.append(reason.data(), reason.size()).append("\r\n");
  }
  void add(std::string_view name, std::string_view value) {
    text_.append(name).append(": ").append(value).append("\r\n");
  }
  void add_if(bool condition, std::string_view name, std::string_view value) {
    if (condition) add(name, value);
  }
  fhir::KeptText end() && {
    text_ += "\r\n";
    return std::move(text_);
  }

 private:
  static constexpr std::size_t usual_size = 512;
  fhir::KeptText text_;
};

// On errors and preflights too: without them a page cannot even read why it was refused.
void add_cors(Head& head, const ResponseContext& context) {
  head.add_if(context.cors.depends_on_origin(), "Vary", "Origin");
  const auto allowed = context.cors.allowed(context.origin);
  if (allowed.empty()) return;
  head.add("Access-Control-Allow-Origin", allowed);
  head.add("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
  head.add("Access-Control-Allow-Headers", "Content-Type, Authorization");
  head.add("Access-Control-Max-Age", "600");
}

void add_status_headers(Head& head, const HttpResponse& response) {
  head.add_if(!response.allow.empty(), "Allow", response.allow);
  // RFC 9110 sections 11.6.1 and 10.2.3. Never which of a token's parts was wrong (CDS Hooks R223).
  head.add_if(response.status == http::status::unauthorized, "WWW-Authenticate", "Bearer");
  head.add_if(response.status == http::status::service_unavailable, "Retry-After", retry_after);
}

}  // namespace

fhir::KeptText response_head(const HttpResponse& response, const ResponseContext& context) {
  Head head(response.status);
  // RFC 9110 section 6.6.1: a server with a clock says when it answered.
  head.add("Date", http_date(std::time(nullptr)));
  head.add("Connection", context.keep_alive ? "keep-alive" : "close");
  head.add_if(!response.content_type.empty(), "Content-Type", response.content_type);
  if (response.status != http::status::no_content) head.add("Content-Length", Number(response.body.size()).text());
  head.add("Cache-Control", "no-store");
  head.add("X-Content-Type-Options", "nosniff");
  head.add("X-Request-Id", context.request_id);
  head.add_if(context.tls, "Strict-Transport-Security", only_tls);
  head.add_if(!response.content_encoding.empty(), "Content-Encoding", response.content_encoding);
  head.add_if(!response.content_encoding.empty(), "Vary", "Accept-Encoding");
  if (response.content_type.starts_with("text/html"))
    head.add("Content-Security-Policy",
             response.content_security_policy.empty() ? page_policy : response.content_security_policy);
  add_status_headers(head, response);
  add_cors(head, context);
  return std::move(head).end();
}

}  // namespace server
