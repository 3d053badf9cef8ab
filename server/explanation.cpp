#include "server/explanation.h"

#include "server/bone_history_json.h"
#include "server/description_json.h"
#include "server/fact_json.h"

namespace server {
namespace {

void write_card(JsonWriter& json, const rules::Card& card) {
  json.StartObject();
  write_member(json, "id", card.id);
  write_member(json, "indicator", rules::word_of(card.indicator));
  write_member(json, "summary", card.summary);
  write_member(json, "detail", card.detail);
  write_text_list(json, "advice", card.advice);
  json.EndObject();
}

void write_decision(JsonWriter& json, const rules::Decision& decision, std::string_view criterion) {
  json.StartObject();
  write_member(json, "table", decision.table);
  write_member(json, "rule", decision.rule);
  write_member(json, "outcome", decision.outcome);
  write_member(json, "criterion", criterion);
  json.EndObject();
}

void write_counted(JsonWriter& json, const rules::Counted& counted) {
  json.StartObject();
  write_member(json, "count", counted.count);
  write_name(json, "value");
  write_value(json, counted.value, std::span<const std::string_view>());
  write_text_list(json, "holding", counted.holding);
  json.EndObject();
}

void write_guideline(JsonWriter& json, const rules::Guideline& guideline, rules::Occasion occasion,
                     std::string_view key) {
  write_name(json, "guideline");
  json.StartObject();
  write_member(json, "key", key);
  write_member(json, "id", guideline.id());
  write_member(json, "version", guideline.version());
  write_member(json, "occasion", word_of(occasion));
  json.EndObject();
}

void write_decided(JsonWriter& json, const rules::Guideline& guideline, const rules::Facts& facts,
                   const rules::Advice& advice) {
  write_member(json, "silent", advice.silent.value_or(""));
  write_list(json, "cards", advice.cards, write_card);
  const auto criteria = guideline.criteria_met(facts);
  auto criterion = criteria.begin();
  write_list(json, "tables", advice.decisions, [&criterion](JsonWriter& to, const rules::Decision* decision) {
    write_decision(to, *decision, *criterion++);
  });
  write_list(json, "counts", guideline.counted(facts), write_counted);
}

}  // namespace

std::string decided_json(const rules::Guideline& guideline, rules::Occasion occasion, std::string_view key,
                         const rules::Facts& facts) {
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.StartObject();
  write_guideline(json, guideline, occasion, key);
  write_decided(json, guideline, facts, guideline.advise(facts));
  json.EndObject();
  return std::string(text_of(buffer));
}

std::string why_json(const Considered& considered, rules::Occasion occasion, std::string_view key,
                     const rules::Guideline& orders) {
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.StartObject();
  write_name(json, "date");
  write_day(json, considered.today.day);
  write_guideline(json, considered.guideline, occasion, key);
  write_decided(json, considered.guideline, considered.facts, considered.advice);
  write_name(json, "facts");
  write_facts(json, considered.facts);
  write_name(json, "dataQuality");
  write_data_quality(json, considered.facts.data_quality);
  const auto out_of_scope = considered.guideline.out_of_scope(considered.facts);
  write_member(json, "outOfScope", out_of_scope.value_or(""));
  write_name(json, "history");
  write_bone_history(json, rules::bone_history_of(considered.record, considered.terminology, considered.today),
                     out_of_scope ? std::nullopt : orders.next_scan(considered.facts));
  json.EndObject();
  return std::string(text_of(buffer));
}

std::string not_ours_json(std::string_view silence) {
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.StartObject();
  write_member(json, "notOurs", silence);
  json.EndObject();
  return std::string(text_of(buffer));
}

}  // namespace server
