#include "server/stripped_call.h"

#include "server/log.h"

namespace server {
namespace {

bool is_stripped(fhir::Json body) { return body["prefetch"].is_empty() && body["fhirAuthorization"].is_empty(); }

std::string_view what_to_set(fhir::Json body, const Client* client) {
  if (client != nullptr && !client->profile.if_stripped.empty()) return client->profile.if_stripped;
  const auto* told = profile_told(body["extension"]);
  return told == nullptr ? std::string_view() : told->if_stripped;
}

}  // namespace

fhir::Issue explained(fhir::Issue issue, fhir::Json body, const Client* client, const HttpRequest& call) {
  if (!is_stripped(body)) return issue;
  const auto advice = what_to_set(body, client);
  if (advice.empty()) return issue;
  log_event(LogLevel::warning, "call-stripped", call, {{LogName::detail, advice}});
  issue.diagnostics.append(" ").append(advice);
  return issue;
}

}  // namespace server
