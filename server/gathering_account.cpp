// What a gathering tells about itself: what is missing and why, what was fetched.
#include "server/gathering.h"

namespace server {
namespace {

using fhir::Answer;
using fhir::IssueType;

using fhir::index_of;

std::string_view shortcoming(Answer answer) {
  switch (answer) {
    case Answer::failed:
      return "an error or no answer to the query";
    case Answer::partial:
      return "only a part of the answer";
    default:
      return "not sent";
  }
}

template <class Condition>
std::vector<std::string_view> keys_of_queries(Condition holds) {
  std::vector<std::string_view> keys;
  for (const auto& query : fhir::queries())
    if (holds(query)) keys.push_back(query.key);
  return keys;
}

}  // namespace

fhir::Issue Gathering::missing(const QuerySet& wanted) const {
  return fhir::issue(IssueType::incomplete,
                     "required data are missing: " + missing_keys(wanted) + ". " +
                         (access_ ? std::string() : "Nothing was fetched: " + access_.error().diagnostics + ". ") +
                         "Send what discovery asks for under these keys, or give access to it; where a search found "
                         "nothing, send null or an empty Bundle.");
}

// "conditions (not sent), boneDensity (only a part of the answer; the FHIR server answered 500: it failed)".
std::string Gathering::missing_keys(const QuerySet& wanted) const {
  std::string keys;
  for (const auto& query : fhir::queries()) {
    if (!query.required || !wanted.test(index_of(query.id)) || !needs_fetching(query)) continue;
    const std::string& failure = failures_[index_of(query.id)];
    keys.append(keys.empty() ? "" : ", ").append(query.key).append(" (").append(shortcoming(record_[query.id].answer));
    keys.append(failure.empty() ? "" : "; ").append(failure).append(")");
  }
  return keys;
}

std::vector<std::string_view> Gathering::fetched() const {
  return keys_of_queries([this](const auto& query) { return asked_.test(index_of(query.id)); });
}

std::vector<std::string_view> Gathering::failed() const {
  return keys_of_queries(
      [this](const auto& query) { return asked_.test(index_of(query.id)) && needs_fetching(query); });
}

std::vector<std::string_view> Gathering::known() const {
  return keys_of_queries([this](const auto& query) { return record_[query.id].is_usable(); });
}

}  // namespace server
