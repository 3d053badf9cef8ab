#include "server/operation_outcome.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace server {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void write_member(Writer& writer, const char* name, std::string_view text) {
  writer.Key(name);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

}  // namespace

http::status status_of(fhir::IssueType type) {
  using enum fhir::IssueType;
  switch (type) {
    case structure:
    case required:
    case value:
    case invalid:
    case conflict:
      return http::status::bad_request;
    case security:
      return http::status::unauthorized;
    case not_found:
      return http::status::not_found;
    case not_supported:
      return http::status::unsupported_media_type;
    case too_long:
    case too_costly:
      return http::status::payload_too_large;
    // What the service needs to know of the patient is missing: the one status that CDS Hooks names (R92).
    case incomplete:
    case transient:
    case timeout:
      return http::status::precondition_failed;
    case throttled:
      return http::status::too_many_requests;
    case exception:
      break;
  }
  return http::status::internal_server_error;
}

std::string operation_outcome(fhir::IssueType type, std::string_view diagnostics) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  write_member(writer, "resourceType", "OperationOutcome");
  writer.Key("issue");
  writer.StartArray();
  writer.StartObject();
  write_member(writer, "severity", "error");
  write_member(writer, "code", fhir::code_of(type));
  write_member(writer, "diagnostics", diagnostics);
  writer.EndObject();
  writer.EndArray();
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

HttpResponse refusal(http::status status, fhir::IssueType type, std::string_view diagnostics) {
  return {status, "application/fhir+json", operation_outcome(type, diagnostics), ""};
}

HttpResponse overloaded() {
  static const HttpResponse kept =
      refusal(http::status::service_unavailable, fhir::IssueType::throttled, "the service is overloaded; try again");
  return kept;
}

HttpResponse refusal(const fhir::Issue& issue) { return refusal(status_of(issue.code), issue.code, issue.diagnostics); }

}  // namespace server
