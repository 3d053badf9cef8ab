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

std::string_view word_of(rules::ScanStanding standing) {
  switch (standing) {
    case rules::ScanStanding::none_known:
      return "none-known";
    case rules::ScanStanding::non_central:
      return "non-central";
    case rules::ScanStanding::overdue:
      return "overdue";
    case rules::ScanStanding::due:
      return "due";
    case rules::ScanStanding::not_due:
      return "not-due";
    case rules::ScanStanding::ordered:
      return "ordered";
    case rules::ScanStanding::no_value:
      return "no-value";
    case rules::ScanStanding::undated:
      return "undated";
    case rules::ScanStanding::not_looked_up:
      break;
  }
  return "not-looked-up";
}

void write_next_scan(JsonWriter& json, const rules::NextScan& next) {
  json.StartObject();
  write_member(json, "standing", word_of(next.standing));
  write_day_member(json, "found", next.found);
  if (next.window) {
    write_name(json, "window");
    json.StartObject();
    write_day_member(json, "from", next.window->from);
    write_day_member(json, "latest", next.window->latest);
    json.EndObject();
  }
  write_name(json, "scansLookedUp");
  json.Bool(next.scans_looked_up);
  write_name(json, "ordersLookedUp");
  json.Bool(next.orders_looked_up);
  json.EndObject();
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
    write_next_scan(json, *next);
  }
  json.EndObject();
}

}  // namespace server
