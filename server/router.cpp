#include "server/router.h"

#include <algorithm>

#include "fhir/ascii.h"
#include "server/operation_outcome.h"

namespace server {
namespace {

using fhir::equal_without_case;

std::string_view trimmed(std::string_view text, std::string_view characters) {
  const auto first = text.find_first_not_of(characters);
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(characters) - first + 1);
}

// JSON has one encoding (RFC 8259 section 8.1), which some clients name nevertheless. Other parameters mean nothing.
bool is_utf8(std::string_view parameters) {
  while (!parameters.empty()) {
    const auto end = std::min(parameters.find(';'), parameters.size());
    const auto parameter = parameters.substr(0, end);
    parameters.remove_prefix(std::min(end + 1, parameters.size()));
    const auto equals = std::min(parameter.find('='), parameter.size());
    if (!equal_without_case(trimmed(parameter.substr(0, equals), " \t"), "charset")) continue;
    if (!equal_without_case(trimmed(parameter.substr(equals), "= \t\""), "utf-8")) return false;
  }
  return true;
}

// application/json or application/...+json, in UTF-8.
bool is_json(std::string_view content_type) {
  const auto end = std::min(content_type.find(';'), content_type.size());
  const std::string_view type = trimmed(content_type.substr(0, end), " \t");
  constexpr std::string_view suffix = "+json";
  const bool is_type = equal_without_case(type, "application/json") ||
                       (type.size() > suffix.size() && type.find('/') != std::string_view::npos &&
                        equal_without_case(type.substr(type.size() - suffix.size()), suffix));
  return is_type && is_utf8(content_type.substr(end));
}

bool answers(const Route& route, http::verb method) {
  return route.method == method || (route.method == http::verb::get && method == http::verb::head);
}

HttpResponse wrong_media_type(std::string_view diagnostics) {
  return refusal(http::status::unsupported_media_type, fhir::IssueType::not_supported, diagnostics);
}

}  // namespace

void Router::add(http::verb method, std::string path, Body body, Handler handler, Access access) {
  routes_.push_back({method, std::move(path), body, std::move(handler), access});
}

const Route* Router::find(const HttpRequest& request, HttpResponse& refused) const {
  std::string allowed;
  for (const auto& route : routes_) {
    if (route.path != request.path) continue;
    allowed += (allowed.empty() ? "" : ", ") + std::string(http::to_string(route.method));
    if (!answers(route, request.method)) continue;
    if (const auto encoding = (*request.headers)[http::field::content_encoding];
        !encoding.empty() && !equal_without_case(encoding, "identity")) {
      refused = wrong_media_type("Content-Encoding is not supported");
      return nullptr;
    }
    if (route.body == Body::json && !is_json((*request.headers)[http::field::content_type])) {
      refused = wrong_media_type("Content-Type must be application/json, in UTF-8");
      return nullptr;
    }
    return &route;
  }
  if (allowed.empty()) {
    refused = refusal(http::status::not_found, fhir::IssueType::not_found, "there is nothing at this path");
  } else if (request.method == http::verb::options) {
    refused = HttpResponse{http::status::no_content, "", "", ""};
  } else {
    refused = refusal(http::status::method_not_allowed, fhir::IssueType::not_supported,
                      "this method is not for this path; allowed: " + allowed);
    refused.allow = allowed + ", OPTIONS";
  }
  return nullptr;
}

Target split_target(std::string_view target, std::string& buffer) {
  for (const std::string_view scheme : {"http://", "https://"})
    if (target.starts_with(scheme)) {
      const auto end = std::min(target.find_first_of("/?#", scheme.size()), target.size());
      target.remove_prefix(end);
      if (!target.starts_with('/')) return {"/", target.substr(std::min<std::size_t>(1, target.size()))};
    }
  const std::string_view path = target.substr(0, target.find_first_of("?#"));
  std::string_view query = target.substr(path.size());
  if (!query.empty()) query.remove_prefix(1);
  if (!path.starts_with('/')) return {"", query};
  const bool is_clean = path.find("//") == std::string_view::npos && (path.size() == 1 || !path.ends_with('/'));
  if (is_clean) return {path, query};
  buffer.clear();
  for (const char c : path)
    if (c != '/' || buffer.empty() || buffer.back() != '/') buffer += c;
  if (buffer.size() > 1 && buffer.back() == '/') buffer.pop_back();
  return {buffer, query};
}

}  // namespace server
