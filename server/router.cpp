#include "server/router.h"

#include <algorithm>

#include "fhir/ascii.h"
#include "server/operation_outcome.h"

namespace server {
namespace {

bool equal_without_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return fhir::lower_case(c); };
  return std::ranges::equal(a, b, {}, lower, lower);
}

// application/json or application/...+json, whatever parameters follow.
bool is_json(std::string_view content_type) {
  const std::string_view type = content_type.substr(0, content_type.find_first_of("; \t"));
  constexpr std::string_view suffix = "+json";
  return equal_without_case(type, "application/json") ||
         (type.size() > suffix.size() && type.find('/') != std::string_view::npos &&
          equal_without_case(type.substr(type.size() - suffix.size()), suffix));
}

bool answers(const Route& route, http::verb method) {
  return route.method == method || (route.method == http::verb::get && method == http::verb::head);
}

HttpResponse wrong_media_type(std::string_view diagnostics) {
  return refusal(http::status::unsupported_media_type, fhir::IssueType::not_supported, diagnostics);
}

}  // namespace

void Router::add(http::verb method, std::string path, Body body, Handler handler) {
  routes_.push_back({method, std::move(path), body, std::move(handler)});
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
      refused = wrong_media_type("Content-Type must be application/json");
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
      const auto slash = target.find('/', scheme.size());
      target = slash == std::string_view::npos ? "/" : target.substr(slash);
    }
  const std::string_view path = target.substr(0, target.find_first_of("?#"));
  std::string_view query = target.substr(path.size());
  if (!query.empty()) query.remove_prefix(1);
  if (!path.starts_with('/')) return {"", query};
  buffer.clear();
  for (const char c : path)
    if (c != '/' || buffer.empty() || buffer.back() != '/') buffer += c;
  if (buffer.size() > 1 && buffer.back() == '/') buffer.pop_back();
  return {buffer, query};
}

}  // namespace server
