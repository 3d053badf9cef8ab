#include "server/fhir_access.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "fhir/ascii.h"
#include "fhir/resources.h"
#include "server/token_request.h"
#include "server/trace_context.h"

namespace server {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Json;
using fhir::Result;

Issue no_access(std::string_view why) { return fhir::issue(IssueType::security, std::string(why)); }

// A number, or as some clients send it, a string that is one. Nothing if it is not said.
std::optional<double> seconds_of(Json value) {
  if (!value.is_string()) return value.number();
  const std::string_view text = value.text();
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool is_number = error == std::errc() && end == text.data() + text.size() && std::isfinite(seconds);
  return is_number ? std::optional(seconds) : std::nullopt;
}

// "Bearer ..." or, if the call brings no token, "".
Result<std::string> authorization_of(const CdsRequest& request) {
  const Json given = request.fhir_authorization;
  const std::string_view token = given["access_token"].text();
  // Some clients send the object with an empty token, and mean that none is needed.
  if (token.empty()) return std::string();
  const std::string_view type = given["token_type"].text();
  if (!type.empty() && fhir::lower_case(type) != "bearer") return no_access("the access token is not a bearer token");
  if (!is_sendable_token(token)) return no_access("the access token is not one that can be sent");
  if (seconds_of(given["expires_in"]).value_or(1) <= 0) return no_access("the access token has expired");
  const std::string_view patient = given["patient"].text();
  if (!patient.empty() && patient != request.patient_id)
    return no_access("the access token is for another patient than context.patientId");
  return "Bearer " + std::string(token);
}

}  // namespace

Result<FhirAccessPtr> fhir_access(const CdsRequest& request, Clients::Pointer client, const CallTrace& trace,
                                  SteadyTime deadline) {
  const std::string_view server = request.fhir_server.text();
  if (server.empty()) return no_access("the call names no fhirServer");
  if (!client) return no_access("fhirServer is not one of those that this client may name");
  const auto base = client->permitted_server(server);
  if (!base) return base.error();
  auto authorization = authorization_of(request);
  if (!authorization) return authorization.error();
  return std::make_shared<const FhirAccess>(FhirAccess{std::move(client), *base, std::move(*authorization),
                                                       std::string(valid_traceparent(trace.traceparent)),
                                                       std::string(trace.request_id), deadline});
}

std::optional<fhir::FhirVersion> version_told(const CdsRequest& request) {
  const Json said = request.extension["com.epic.cdshooks.request.fhir-version"];
  if (const auto version = fhir::parse_fhir_version(said.text())) return version;
  for (const Json entry : request.draft_orders["entry"].each())
    if (const auto version = fhir::version_of_order(entry["resource"])) return version;
  return std::nullopt;
}

}  // namespace server
