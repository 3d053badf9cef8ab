#include "server/fhir_status.h"

#include <charconv>
#include <string>

namespace server {
namespace {

using fhir::IssueType;

constexpr int longest_wait = 3600;  // seconds; more is never waited for

struct Meaning {
  IssueType code;
  std::string_view words;
};

Meaning meaning_of(unsigned status, bool with_token) {
  switch (status) {
    case 401:
      return {IssueType::security, with_token ? "it does not accept the access token" : "it asks for an access token"};
    case 403:
      return {IssueType::security, "this may not be looked at with the access given"};
    case 404:
    case 410:
      return {IssueType::not_found, "it does not have this"};
    case 429:
      return {IssueType::throttled, "it asks to be left alone for a while"};
    default:
      break;
  }
  if (status >= 300 && status < 400) return {IssueType::not_supported, "a redirect, which is not followed"};
  if (status >= 400 && status < 500) return {IssueType::invalid, "it refuses this query"};
  if (status >= 500) return {IssueType::transient, "it failed"};
  return {IssueType::structure, "not an answer with content"};
}

}  // namespace

fhir::Issue refusal_by(unsigned status, bool with_token) {
  const Meaning meaning = meaning_of(status, with_token);
  return fhir::issue(meaning.code,
                     "the FHIR server answered " + std::to_string(status) + ": " + std::string(meaning.words));
}

fhir::Issue refusal_by(NoResponse why) {
  const IssueType code = why == NoResponse::timeout || why == NoResponse::busy ? IssueType::timeout
                         : why == NoResponse::too_large                        ? IssueType::too_long
                                                                               : IssueType::transient;
  return fhir::issue(code, "no answer of the FHIR server: " + std::string(to_string(why)));
}

bool is_trouble(unsigned status) { return status == 429 || status >= 500; }

std::optional<std::chrono::seconds> retry_after(const OutboundResponse& response) {
  if (response.status != 429 && response.status != 503) return std::nullopt;
  const std::string& text = response.retry_after;
  int seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || seconds < 0 || seconds > longest_wait)
    return std::nullopt;
  return std::chrono::seconds(seconds);
}

}  // namespace server
