#include "server/fact_json.h"

#include <string>

#include "rules/fact_text.h"

namespace server {
namespace {

void write_fact(JsonWriter& json, const rules::FactDefinition& definition, const rules::Fact& fact) {
  json.StartObject();
  write_member(json, "name", definition.name);
  write_member(json, "label", definition.label);
  write_member(json, "type", word_of(definition.type));
  write_name(json, "value");
  write_value(json, fact.value, definition.names);
  if (definition.type == rules::ValueType::number && is_known(fact.value))
    write_member(json, "shown", rules::fact_text(definition.id, fact.value));
  write_name(json, "looked");
  json.Bool(fact.looked);
  write_source(json, "source", fact.evidence.source);
  if (fact.evidence.date) {
    write_name(json, "date");
    write_day(json, *fact.evidence.date);
  }
  json.EndObject();
}

}  // namespace

void write_day(JsonWriter& json, fhir::Day day) { write(json, fhir::to_string(day)); }

std::string_view word_of(rules::ValueType type) {
  switch (type) {
    case rules::ValueType::boolean:
      return "boolean";
    case rules::ValueType::number:
      return "number";
    case rules::ValueType::name:
      return "name";
    case rules::ValueType::day:
      break;
  }
  return "day";
}

void write_source(JsonWriter& json, std::string_view name, const std::optional<fhir::ResourceRef>& source) {
  if (!source) return;
  write_member(json, name, std::string(source->type).append("/").append(source->id));
}

void write_facts(JsonWriter& json, const rules::Facts& facts) {
  json.StartArray();
  for (const auto& definition : rules::fact_definitions()) write_fact(json, definition, facts[definition.id]);
  json.EndArray();
}

void write_data_quality(JsonWriter& json, const rules::DataQuality& quality) {
  json.StartArray();
  for (std::size_t issue = 0; issue < rules::data_quality_issue_count; ++issue)
    if (quality.test(issue)) write(json, rules::name_of(static_cast<rules::DataQualityIssue>(issue)));
  json.EndArray();
}

}  // namespace server
