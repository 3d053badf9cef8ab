#include "server/discovery.h"

#include "fhir/search.h"
#include "server/json_writer.h"

namespace server {
namespace {

// The version of CDS Hooks that the answers follow (R29), not of this program.
constexpr std::string_view cds_hooks_version = "2.0.1";

std::string required_keys() {
  std::string required;
  for (const auto& query : fhir::queries()) {
    if (!query.required) continue;
    if (!required.empty()) required += ", ";
    required += query.key;
  }
  return required;
}

std::string usage_requirements(const Hook& hook) {
  std::string text = "The templates are FHIR R4; DSTU2, STU3, R4B and R5 are read under the same keys. For ";
  text.append(hook.ours == Ours::taken ? "a patient who takes" : "an order of");
  text.append(
      " an aromatase inhibitor the complete answers to these keys are required, by prefetch or by access to the "
      "FHIR server: ");
  text.append(required_keys()).append(". Without them the answer is 412.");
  if (hook.ours == Ours::taken)
    text.append(
        " Whether the drug is taken is told by medications and medicationStatements: a client that gives access "
        "may prefetch these alone, and is asked for the others only if it is.");
  return text;
}

void write_service(JsonWriter& json, const Hook& hook, const fhir::Terminology& terminology) {
  json.StartObject();
  write_member(json, "hook", hook.name);
  write_member(json, "hookVersion", hook.version);
  write_member(json, "id", hook.service_id);
  write_member(json, "title", hook.title);
  write_member(json, "description", hook.description);
  write_member(json, "usageRequirements", usage_requirements(hook));
  write_member(json, "version", cds_hooks_version);
  write_prefetch(json, terminology);
  json.EndObject();
}

}  // namespace

void write_prefetch(JsonWriter& json, const fhir::Terminology& terminology) {
  write_name(json, "prefetch");
  json.StartObject();
  for (const auto& query : fhir::queries())
    write_member(json, query.key, fhir::prefetch_template(query.id, terminology));
  json.EndObject();
}

std::string service_path(const Hook& hook) {
  return std::string(cds_services_path).append("/").append(hook.service_id);
}

std::string discovery_json(const Knowledge& knowledge) {
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.StartObject();
  write_name(json, "services");
  json.StartArray();
  for (const Hook* hook : hooks)
    if (knowledge.guideline_for(hook->occasion()) != nullptr) write_service(json, *hook, knowledge.terminology);
  json.EndArray();
  json.EndObject();
  return std::string(text_of(buffer));
}

}  // namespace server
