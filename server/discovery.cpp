#include "server/discovery.h"

#include "fhir/search.h"
#include "server/json_writer.h"

namespace server {
namespace {

// The version of CDS Hooks that the answers follow (R29), not of this program.
constexpr std::string_view cds_hooks_version = "2.0.1";

std::string usage_requirements() {
  std::string required;
  for (const auto& query : fhir::queries()) {
    if (!query.required) continue;
    if (!required.empty()) required += ", ";
    required += query.key;
  }
  return "FHIR R4. For an order of an aromatase inhibitor the complete answers to these keys are required, by prefetch "
         "or by access to the FHIR server: " +
         required + ". Without them the answer is 412.";
}

void write_prefetch(JsonWriter& json, const fhir::Terminology& terminology) {
  write_name(json, "prefetch");
  json.StartObject();
  for (const auto& query : fhir::queries())
    write_member(json, query.key, fhir::prefetch_template(query.id, terminology));
  json.EndObject();
}

void write_service(JsonWriter& json, const Hook& hook, const fhir::Terminology& terminology) {
  json.StartObject();
  write_member(json, "hook", hook.name);
  write_member(json, "hookVersion", hook.version);
  write_member(json, "id", hook.service_id);
  write_member(json, "title", hook.title);
  write_member(json, "description", hook.description);
  write_member(json, "usageRequirements", usage_requirements());
  write_member(json, "version", cds_hooks_version);
  write_prefetch(json, terminology);
  json.EndObject();
}

}  // namespace

std::string service_path(const Hook& hook) {
  return std::string(cds_services_path).append("/").append(hook.service_id);
}

std::string discovery_json(const fhir::Terminology& terminology) {
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.StartObject();
  write_name(json, "services");
  json.StartArray();
  for (const Hook* hook : hooks) write_service(json, *hook, terminology);
  json.EndArray();
  json.EndObject();
  return std::string(text_of(buffer));
}

}  // namespace server
