// What the files of a profile call by name, looked up once.
#include <algorithm>

#include "rules/guideline_model.h"

namespace rules {
namespace {

class Links {
 public:
  explicit Links(Guideline::Model& model) : model_(model), source_(*model.source_named(model.source)) {}

  void make() {
    for (auto& table : model_.tables) {
      for (const auto input : table.inputs) add_input(input, table);
      for (auto& rule : table.rules) link(table, rule);
      for (auto& outcome : table.outcomes) {
        if (outcome.card) link(*outcome.card);
        if (outcome.note && outcome.note->otherwise) link(*outcome.note->otherwise);
      }
    }
    link(*model_.words.data_quality_card);
  }

 private:
  // Tables come in the order in which they ask one another, so that an earlier one is linked already.
  void add_input(std::size_t input, DecisionTable& table) const {
    if (const auto* earlier = model_.table_of(input)) {
      table.rests_on |= earlier->rests_on;
      return;
    }
    FactSet facts;
    if (const auto* count = model_.count_of(input))
      for (const auto fact : count->inputs) facts.set(fact);
    else
      facts.set(input);
    table.asked |= facts;
    table.rests_on |= facts;
  }

  // The guideline's name stands once, at the end of a card; here the place in it is enough, unless it is another
  // source.
  void link(const DecisionTable& table, Rule& rule) {
    rule.cited = rule.source.of.empty() ? &source_ : model_.source_named(rule.source.of);
    rule.citation = " (";
    if (rule.cited != &source_) rule.citation += rule.cited->label + ", ";
    rule.citation += rule.source.section;
    if (!rule.source.strength.empty()) rule.citation += "; " + rule.source.strength;
    rule.citation += ").";
    rule.decision = {table.id, rule.id, table.outcomes[rule.outcome].id, rule.full_id, decisions_++};
  }

  void link(CardTemplate& card) const {
    for (const auto& id : card.found)
      card.findings.push_back(&*std::ranges::find(model_.words.findings, id, &Finding::id));
    for (auto& named : card.suggestions)
      named.suggestion = &*std::ranges::find(model_.words.suggestions, named.id, &Suggestion::id);
    for (const auto& sentence : card.evidence) card.ending += (card.ending.empty() ? "**Evidence:** " : " ") + sentence;
    if (!card.ending.empty()) card.ending += "\n\n";
    card.ending += "**Source:** [" + source_.label + "](" + source_.url + ")";
  }

  Guideline::Model& model_;
  const GuidelineSource& source_;
  std::size_t decisions_ = 0;
};

}  // namespace

void link_model(Guideline::Model& model) { Links(model).make(); }

}  // namespace rules
