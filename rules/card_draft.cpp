#include "rules/card_draft.h"

#include <algorithm>

namespace rules {
namespace {

void add_sentence(std::string& text, std::string_view sentence) {
  if (!text.empty()) text += ' ';
  text += sentence;
}

void add_section(std::string& detail, std::string_view heading, std::string_view text) {
  if (text.empty()) return;
  if (!detail.empty()) detail += "\n\n";
  detail.append("**").append(heading).append(":** ").append(text);
}

void add_list(std::string& detail, std::string_view heading, const std::vector<std::string>& items) {
  if (items.empty()) return;
  if (!detail.empty()) detail += "\n\n";
  detail.append("**").append(heading).append(":**\n");
  for (const auto& item : items) detail.append("\n- ").append(item);
}

void add_once(std::vector<std::string_view>& list, std::string_view word) {
  if (std::ranges::find(list, word) == list.end()) list.push_back(word);
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const auto word : words) (text += text.empty() ? "" : ", ") += word;
  return text;
}

}  // namespace

CardDraft::CardDraft(const Guideline::Model& model, const Facts& facts, const Values& values, const CardTemplate& card,
                     std::string_view id)
    : model_(model), facts_(facts), values_(values), template_(card) {
  card_.id = id;
  card_.topic = card.topic;
  card_.title = card.title;
  card_.indicator = card.indicator;
  card.summary.told(values).append_to(card_.summary, values, model.variables);
  add_findings();
  for (const auto& step : card.steps) add_note(Part::steps, step);
  for (const FactId fact : card.not_found) add_missing(fact);
}

void CardDraft::add_findings() {
  for (const auto& id : template_.found) {
    const auto finding = std::ranges::find(model_.words.findings, id, &Finding::id);
    if (!finding->text.applies(values_)) continue;
    add_note(Part::found, finding->text);
    for (const auto placeholder : finding->text.placeholders())
      if (placeholder < fact_count) add_fact(static_cast<FactId>(placeholder));
  }
}

void CardDraft::add_note(Part part, const CardText& text) {
  if (!text.applies(values_)) return;
  std::string words;
  text.append_to(words, values_, model_.variables);
  if (part == Part::found) return add_sentence(found_, words);
  auto& list = part == Part::steps ? steps_ : cautions_;
  if (std::ranges::find(list, words) == list.end()) list.push_back(std::move(words));
}

void CardDraft::add_advice(const std::vector<std::string>& words) {
  for (const std::string& word : words) add_advice(word);
}

void CardDraft::add_advice(std::string_view word) { add_once(card_.advice, word); }

void CardDraft::add_rule(const DecisionTable& table, const Rule& rule) {
  if (std::ranges::find(card_.rules, std::string_view(rule.full_id)) != card_.rules.end()) return;
  card_.rules.push_back(rule.full_id);
  add_inputs(table);
  if (!rule.criterion.is_empty()) add_criterion(rule);
}

void CardDraft::add_criterion(const Rule& rule) {
  std::string words;
  rule.criterion.told(values_).append_to(words, values_, model_.variables);
  const GuidelineSource* source = model_.source_named(rule.source.of.empty() ? model_.source : rule.source.of);
  // The guideline's name stands once, at the end; here the place in it is enough, unless it is another source.
  if (words.ends_with('.')) words.pop_back();
  words += " (";
  if (source != nullptr && source->id != model_.source) words += source->label + ", ";
  words += rule.source.section;
  if (!rule.source.strength.empty()) words += "; " + rule.source.strength;
  words += ").";
  criteria_.push_back(std::move(words));
  if (card_.source == nullptr) card_.source = source;
}

void CardDraft::add_inputs(const DecisionTable& table) {
  for (const auto input : table.inputs) {
    const Variable& variable = model_.variables[input];
    if (variable.kind == VariableKind::fact) add_fact(static_cast<FactId>(input));
    if (variable.kind == VariableKind::table) add_inputs(*model_.table_of(input));
    if (variable.kind != VariableKind::count) continue;
    const auto count = std::ranges::find(model_.counts, input, &Count::variable);
    for (const auto fact : count->inputs) add_fact(static_cast<FactId>(fact));
  }
}

void CardDraft::add_fact(FactId fact) { asked_.set(static_cast<std::size_t>(fact)); }

// Calcium is one thing to the reader of a card, whatever its unit.
bool CardDraft::is_missing(FactId id) const {
  return std::ranges::none_of(fact_definitions(), [&](const FactDefinition& other) {
    return other.label == definition_of(id).label && is_known(facts_[other.id].value);
  });
}

// "Not found" and "could not be looked up" are two things, and the clinician is told which.
void CardDraft::add_missing(FactId id) {
  add_fact(id);
  if (is_missing(id)) add_once(facts_[id].looked ? not_found_ : not_looked_, definition_of(id).label);
}

bool CardDraft::tells_missing(FactId id) const {
  return std::ranges::find(not_looked_, definition_of(id).label) != not_looked_.end();
}

std::string CardDraft::detail() const {
  std::string detail;
  add_section(detail, "Found", found_);
  add_list(detail, "Criteria met", criteria_);
  add_list(detail, "To do", steps_);
  add_list(detail, "Cautions", cautions_);
  if (!not_found_.empty()) add_section(detail, "Not found in the record", joined(not_found_) + ".");
  if (!not_looked_.empty()) add_section(detail, "Could not be looked up", joined(not_looked_) + ".");
  std::string evidence;
  for (const auto& sentence : template_.evidence) add_sentence(evidence, sentence);
  add_section(detail, "Evidence", evidence);
  const GuidelineSource* guideline = model_.source_named(model_.source);
  add_section(detail, "Source", "[" + guideline->label + "](" + guideline->url + ")");
  return detail;
}

Card CardDraft::finish() {
  card_.detail = detail();
  if (card_.source == nullptr) card_.source = model_.source_named(model_.source);
  for (const auto& suggestion : template_.suggestions)
    if (suggestion.when.hold(values_))
      card_.suggestions.push_back(&*std::ranges::find(model_.words.suggestions, suggestion.id, &Suggestion::id));
  for (std::size_t fact = 0; fact < fact_count; ++fact)
    if (asked_.test(fact))
      (is_known(facts_.all[fact].value) ? card_.facts : card_.unknown).push_back(static_cast<FactId>(fact));
  return std::move(card_);
}

}  // namespace rules
