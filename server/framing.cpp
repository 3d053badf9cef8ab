#include "server/framing.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "fhir/ascii.h"
#include "server/operation_outcome.h"

namespace server {
namespace {

constexpr unsigned http_1_1 = 11;

std::ptrdiff_t count(const http::request_header<HeaderFields>& header, http::field name) {
  const auto [first, last] = header.equal_range(name);
  return std::distance(first, last);
}

// Digits alone: no sign, no list, no hexadecimal. Their range is checked by the parser.
bool is_length(std::string_view text) { return !text.empty() && std::ranges::all_of(text, fhir::is_digit); }

// What is wrong with the end of the request as it is told; "" if nothing.
std::string_view length_fault(const http::request_header<HeaderFields>& header) {
  const auto lengths = count(header, http::field::content_length);
  const auto encodings = count(header, http::field::transfer_encoding);
  if (lengths + encodings > 1) return "the length of the body is told more than once";
  if (lengths == 1 && !is_length(text_of(header[http::field::content_length])))
    return "Content-Length must be a number";
  if (encodings == 1) {
    if (header.version() < http_1_1) return "Transfer-Encoding is not for HTTP/1.0";
    if (!boost::beast::iequals(header[http::field::transfer_encoding], "chunked"))
      return "Transfer-Encoding must be chunked";
  }
  return "";
}

bool all_of(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == std::string_view::npos;
}

// A name or an address, and perhaps a port (RFC 9110 section 7.2): no user, no path, no list.
bool is_authority(std::string_view text) {
  constexpr std::string_view digits = "0123456789";
  constexpr std::string_view hexadecimal = "0123456789ABCDEFabcdef:.";
  constexpr std::string_view name = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._";
  constexpr std::size_t longest_port = 5;
  const bool is_bracketed = text.starts_with('[');
  const auto end_of_host = is_bracketed ? text.find(']') + 1 : std::min(text.find(':'), text.size());
  if (end_of_host == 0) return false;
  const auto port = text.substr(end_of_host);
  if (!port.empty() && (port.front() != ':' || port.size() > longest_port + 1 || !all_of(port.substr(1), digits)))
    return false;
  const auto host = is_bracketed ? text.substr(1, end_of_host - 2) : text.substr(0, end_of_host);
  return !host.empty() && all_of(host, is_bracketed ? hexadecimal : name);
}

// The authority of "http://authority/path"; nothing for a mere path.
std::optional<std::string_view> authority_of(std::string_view target) {
  const auto scheme = target.find("://");
  if (target.starts_with('/') || scheme == std::string_view::npos) return std::nullopt;
  const auto rest = target.substr(scheme + 3);
  return rest.substr(0, rest.find_first_of("/?#"));
}

std::string_view host_fault(const http::request_header<HeaderFields>& header) {
  const auto hosts = count(header, http::field::host);
  if (hosts > 1) return "there must be one Host";
  if (hosts == 0) return header.version() >= http_1_1 ? "Host is missing" : "";
  const auto host = text_of(header[http::field::host]);
  if (!is_authority(host)) return "Host is not the name of a host";
  const auto authority = authority_of(text_of(header.target()));
  return authority && *authority != host ? "the target is of another host than Host" : "";
}

// "Content_Length" is another field to us, and the same to those who hand headers on as variables.
std::string_view twin_fault(const http::request_header<HeaderFields>& header) {
  constexpr std::array<std::string_view, 4> ours = {"content-length", "transfer-encoding", "host", "authorization"};
  for (const auto& field : header) {
    std::string name = fhir::lower_case(text_of(field.name_string()));
    if (name.find('_') == std::string::npos) continue;
    std::ranges::replace(name, '_', '-');
    if (std::ranges::find(ours, name) != ours.end()) return "a field's name has an underscore in place of a hyphen";
  }
  return "";
}

HttpResponse too_many_fields() {
  return refusal(http::status::request_header_fields_too_large, fhir::IssueType::too_long,
                 "there are more header fields than are read");
}

}  // namespace

std::optional<HttpResponse> framing_refusal(const http::request_header<HeaderFields>& header, std::size_t most_fields) {
  if (static_cast<std::size_t>(std::distance(header.begin(), header.end())) > most_fields) return too_many_fields();
  for (const auto fault : {length_fault(header), host_fault(header), twin_fault(header)})
    if (!fault.empty()) return refusal(http::status::bad_request, fhir::IssueType::structure, fault);
  const auto expected = header[http::field::expect];
  if (!expected.empty() && !boost::beast::iequals(expected, "100-continue"))
    return refusal(http::status::expectation_failed, fhir::IssueType::not_supported, "Expect can be 100-continue only");
  return std::nullopt;
}

}  // namespace server
