#include "server/discovery.h"

#include "fhir/search.h"
#include "server/cds_request.h"
#include "server/json_writer.h"

namespace server {
namespace {

// The version of CDS Hooks that the answers follow (R29), not of this program.
constexpr std::string_view cds_hooks_version = "2.0.1";
// Of order-sign, as its published definition says (R30).
constexpr std::string_view hook_version = "1.0";

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

}  // namespace

std::string discovery_json(const fhir::Terminology& terminology) {
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.StartObject();
  write_name(json, "services");
  json.StartArray();
  json.StartObject();
  write_member(json, "hook", hook_name);
  write_member(json, "hookVersion", hook_version);
  write_member(json, "id", service_id);
  write_member(json, "title", service_title);
  write_member(json, "description", service_description);
  write_member(json, "usageRequirements", usage_requirements());
  write_member(json, "version", cds_hooks_version);
  write_prefetch(json, terminology);
  json.EndObject();
  json.EndArray();
  json.EndObject();
  return std::string(text_of(buffer));
}

}  // namespace server
