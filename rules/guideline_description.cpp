#include "rules/guideline_description.h"

#include "rules/plain_words.h"

namespace rules {
namespace {

using Model = Guideline::Model;

VariableDescription described(const Variable& variable) {
  VariableDescription description;
  description.kind = static_cast<VariableDescription::Kind>(variable.kind);
  description.name = variable.name;
  description.label = variable.label;
  description.type = variable.type;
  description.names = variable.names;
  description.always_known = variable.always_known;
  if (variable.kind != VariableKind::fact) return description;
  const auto& fact = definition_of(*fact_named(variable.name));
  if (fact.type == ValueType::number) description.range = plausible_range(fact.id);
  if (fact.known_with) description.known_with = definition_of(*fact.known_with).name;
  description.known_with_name = fact.known_with_name;
  return description;
}

CellDescriptions described(const Cells& cells, const Model& model) {
  CellDescriptions descriptions;
  for (const auto& [variable, cell] : cells.all())
    descriptions.emplace_back(model.variables[variable].name, cell.text());
  return descriptions;
}

RuleDescription described(const Rule& rule, const DecisionTable& table, const Model& model) {
  RuleDescription description{
      rule.id, {}, table.outcomes[rule.outcome].id, plain(rule.criterion, model), provenance(rule.source, model)};
  for (const auto& way : rule.ways) description.ways.push_back(described(way, model));
  return description;
}

OutcomeDescription described(const Outcome& outcome, const Model& model) {
  OutcomeDescription description{outcome.id, outcome.silent, outcome.advice, {}, Indicator::info, {}};
  if (outcome.card) {
    description.card = plain(outcome.card->summary, model);
    description.indicator = outcome.card->indicator;
  }
  if (outcome.note) description.note = plain(outcome.note->text, model);
  return description;
}

TableDescription described(const DecisionTable& table, const Model& model) {
  TableDescription description{table.id, table.title, table.version, {}, {}, {}};
  for (const auto input : table.inputs) description.inputs.push_back(model.variables[input].name);
  for (const auto& rule : table.rules) description.rules.push_back(described(rule, table, model));
  for (const auto& outcome : table.outcomes) description.outcomes.push_back(described(outcome, model));
  return description;
}

CountDescription described(const Count& count, const Model& model) {
  CountDescription description{
      count.id, count.title, count.is_any, provenance({count.source, count.section, ""}, model), {}};
  for (const auto& criterion : count.criteria)
    description.criteria.push_back({criterion.id, criterion.label, described(criterion.when, model)});
  return description;
}

}  // namespace

GuidelineDescription Guideline::describe() const {
  GuidelineDescription description{model_->title, model_->status, model_->sign_off, {}, {}, {}};
  for (std::size_t i = 0; i < model_->variables.size(); ++i)
    description.variables.push_back(described(model_->variables[i]));
  for (const auto& count : model_->counts) description.counts.push_back(described(count, *model_));
  for (const auto& table : model_->tables) description.tables.push_back(described(table, *model_));
  return description;
}

}  // namespace rules
