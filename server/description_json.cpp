#include "server/description_json.h"

#include <array>

#include "rules/guideline_description.h"
#include "server/fact_json.h"

namespace server {
namespace {

constexpr std::array<std::string_view, 3> kind_words{"fact", "count", "table"};

void write_flag(JsonWriter& json, std::string_view name, bool value) {
  write_name(json, name);
  json.Bool(value);
}

// Empty texts too: these are for a page of ours, which wants all members.
void write_full_member(JsonWriter& json, std::string_view name, std::string_view text) {
  write_name(json, name);
  write(json, text);
}

void write_known_with(JsonWriter& json, const rules::VariableDescription& variable) {
  if (variable.known_with.empty()) return;
  write_name(json, "knownWith");
  json.StartObject();
  write_member(json, "name", variable.known_with);
  write_member(json, "value", variable.known_with_name);
  json.EndObject();
}

void write_range(JsonWriter& json, const rules::Range& range) {
  write_name(json, "least");
  json.Double(range.least);
  if (!range.most) return;
  write_name(json, "most");
  json.Double(*range.most);
}

void write_variable(JsonWriter& json, const rules::VariableDescription& variable) {
  json.StartObject();
  write_member(json, "name", variable.name);
  write_full_member(json, "label", variable.label);
  write_member(json, "kind", kind_words[static_cast<std::size_t>(variable.kind)]);
  write_member(json, "type", word_of(variable.type));
  write_member_list(json, "names", variable.names);
  write_flag(json, "alwaysKnown", variable.always_known);
  if (variable.range) write_range(json, *variable.range);
  write_known_with(json, variable);
  json.EndObject();
}

void write_cells(JsonWriter& json, const rules::CellDescriptions& cells) {
  json.StartObject();
  for (const auto& [variable, cell] : cells) write_member(json, variable, cell);
  json.EndObject();
}

void write_rule(JsonWriter& json, const rules::RuleDescription& rule) {
  json.StartObject();
  write_member(json, "id", rule.id);
  write_list(json, "ways", rule.ways, write_cells);
  write_member(json, "outcome", rule.outcome);
  write_full_member(json, "criterion", rule.criterion);
  write_full_member(json, "source", rule.source);
  json.EndObject();
}

void write_outcome(JsonWriter& json, const rules::OutcomeDescription& outcome) {
  json.StartObject();
  write_member(json, "id", outcome.id);
  write_member(json, "silent", outcome.silent);
  write_text_list(json, "advice", outcome.advice);
  write_member(json, "card", outcome.card);
  if (!outcome.card.empty()) write_member(json, "indicator", rules::word_of(outcome.indicator));
  write_member(json, "note", outcome.note);
  json.EndObject();
}

void write_table(JsonWriter& json, const rules::TableDescription& table) {
  json.StartObject();
  write_member(json, "id", table.id);
  write_member(json, "title", table.title);
  write_member(json, "version", table.version);
  write_text_list(json, "inputs", table.inputs);
  write_list(json, "rules", table.rules, write_rule);
  write_list(json, "outcomes", table.outcomes, write_outcome);
  json.EndObject();
}

void write_criterion(JsonWriter& json, const rules::CountDescription::Criterion& criterion) {
  json.StartObject();
  write_member(json, "id", criterion.id);
  write_member(json, "label", criterion.label);
  write_name(json, "when");
  write_cells(json, criterion.when);
  json.EndObject();
}

void write_count(JsonWriter& json, const rules::CountDescription& count) {
  json.StartObject();
  write_member(json, "id", count.id);
  write_member(json, "title", count.title);
  write_flag(json, "any", count.is_any);
  write_full_member(json, "source", count.source);
  write_list(json, "criteria", count.criteria, write_criterion);
  json.EndObject();
}

void write_guideline_source(JsonWriter& json, const rules::GuidelineSource& source) {
  json.StartObject();
  write_member(json, "id", source.id);
  write_member(json, "label", source.label);
  write_full_member(json, "url", source.url);
  json.EndObject();
}

}  // namespace

std::string_view word_of(rules::Occasion occasion) { return occasion == rules::Occasion::order ? "order" : "chart"; }

void write_description(JsonWriter& json, const rules::Guideline& guideline, rules::Occasion occasion,
                       const GuidelineIdentity& identity) {
  const rules::GuidelineDescription description = guideline.describe();
  json.StartObject();
  write_member(json, "key", identity.key);
  write_member(json, "id", guideline.id());
  write_member(json, "title", description.title);
  write_member(json, "version", guideline.version());
  write_member(json, "status", description.status);
  write_full_member(json, "signOff", description.sign_off);
  write_member(json, "sha256", identity.sha256);
  write_member(json, "occasion", word_of(occasion));
  write_member(json, "proof", guideline.proof());
  write_list(json, "sources", guideline.sources(), write_guideline_source);
  write_list(json, "variables", description.variables, write_variable);
  write_list(json, "counts", description.counts, write_count);
  write_list(json, "tables", description.tables, write_table);
  json.EndObject();
}

}  // namespace server
