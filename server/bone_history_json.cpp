#include "server/bone_history_json.h"

#include "server/fact_json.h"

namespace server {
namespace {

void write_day_member(JsonWriter& json, std::string_view name, const std::optional<fhir::Day>& day) {
  if (!day) return;
  write_name(json, name);
  write_day(json, *day);
}

void write_number_member(JsonWriter& json, std::string_view name, const std::optional<double>& number) {
  if (!number) return;
  write_name(json, name);
  json.Double(*number);
}

void write_density(JsonWriter& json, const rules::DensityPoint& point) {
  json.StartObject();
  write_day_member(json, "date", point.day);
  write_member(json, "site", point.site);
  write_number_member(json, "tScore", point.t_score);
  write_number_member(json, "bmd", point.density);
  write_source(json, "source", point.source);
  json.EndObject();
}

std::string_view word_of(rules::DrugEntry entry) {
  switch (entry) {
    case rules::DrugEntry::draft:
      return "draft";
    case rules::DrugEntry::order:
      return "order";
    case rules::DrugEntry::statement:
      return "statement";
    case rules::DrugEntry::dose:
      break;
  }
  return "dose";
}

void write_drug(JsonWriter& json, const rules::DrugPeriod& period) {
  json.StartObject();
  write_member(json, "drug", period.drug);
  write_member(json, "group", period.is_for_bone ? "bone agent" : "aromatase inhibitor");
  write_member(json, "kind", word_of(period.entry));
  write_day_member(json, "from", period.from);
  write_day_member(json, "to", period.to);
  write_name(json, "now");
  json.Bool(period.taken_now);
  write_source(json, "source", period.source);
  json.EndObject();
}

}  // namespace

void write_bone_history(JsonWriter& json, const rules::BoneHistory& history,
                        const std::optional<rules::NextScan>& next) {
  json.StartObject();
  write_list(json, "densities", history.densities, write_density);
  write_list(json, "drugs", history.drugs, write_drug);
  if (next) {
    write_name(json, "nextDxa");
    json.StartObject();
    write_day_member(json, "from", next->from);
    write_day_member(json, "latest", next->latest);
    json.EndObject();
  }
  json.EndObject();
}

}  // namespace server
