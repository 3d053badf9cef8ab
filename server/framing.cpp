#include "server/framing.h"

#include <algorithm>
#include <iterator>

#include "server/operation_outcome.h"

namespace server {
namespace {

constexpr unsigned http_1_1 = 11;

std::ptrdiff_t count(const http::request_header<>& header, http::field name) {
  const auto [first, last] = header.equal_range(name);
  return std::distance(first, last);
}

// Digits alone: no sign, no list, no hexadecimal. Their range is checked by the parser.
bool is_length(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// What is wrong with the end of the request as it is told; "" if nothing.
std::string_view length_fault(const http::request_header<>& header) {
  const auto lengths = count(header, http::field::content_length);
  const auto encodings = count(header, http::field::transfer_encoding);
  if (lengths + encodings > 1) return "the length of the body is told more than once";
  if (lengths == 1) {
    const auto length = header[http::field::content_length];
    if (!is_length({length.data(), length.size()})) return "Content-Length must be a number";
  }
  if (encodings == 1) {
    if (header.version() < http_1_1) return "Transfer-Encoding is not for HTTP/1.0";
    if (!boost::beast::iequals(header[http::field::transfer_encoding], "chunked"))
      return "Transfer-Encoding must be chunked";
  }
  return "";
}

std::string_view host_fault(const http::request_header<>& header) {
  const auto hosts = count(header, http::field::host);
  if (hosts > 1) return "there must be one Host";
  return hosts == 0 && header.version() >= http_1_1 ? "Host is missing" : "";
}

}  // namespace

std::optional<HttpResponse> framing_refusal(const http::request_header<>& header) {
  for (const auto fault : {length_fault(header), host_fault(header)})
    if (!fault.empty()) return refusal(http::status::bad_request, fhir::IssueType::structure, fault);
  const auto expected = header[http::field::expect];
  if (!expected.empty() && !boost::beast::iequals(expected, "100-continue"))
    return refusal(http::status::expectation_failed, fhir::IssueType::not_supported, "Expect can be 100-continue only");
  return std::nullopt;
}

}  // namespace server
