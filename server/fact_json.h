// Facts and their values as JSON, for our own pages (web/src/common/api.ts).
#pragma once

#include <string_view>

#include "rules/fact.h"
#include "server/json_writer.h"

namespace server {

// "2026-03-10"
void write_day(JsonWriter& json, fhir::Day day);
// null if it is unknown. `names`: the closed list, of a name.
template <class Names>
void write_value(JsonWriter& json, const rules::Value& value, const Names& names) {
  if (const auto* yes = std::get_if<bool>(&value))
    json.Bool(*yes);
  else if (const auto* number = std::get_if<double>(&value))
    json.Double(*number);
  else if (const auto* name = std::get_if<rules::Name>(&value))
    write(json, names[name->index]);
  else if (const auto* day = std::get_if<fhir::Day>(&value))
    write_day(json, *day);
  else
    json.Null();
}

std::string_view word_of(rules::ValueType type);
// "Observation/123"
void write_source(JsonWriter& json, std::string_view name, const std::optional<fhir::ResourceRef>& source);

// Every fact of the catalogue, in its order.
void write_facts(JsonWriter& json, const rules::Facts& facts);
// "t-score-as-text" and what else is wrong with the data.
void write_data_quality(JsonWriter& json, const rules::DataQuality& quality);

}  // namespace server
