#include "rules/card_draft.h"

#include <algorithm>

namespace rules {
namespace {

template <class List>
void add_once(List& list, std::string_view word) {
  if (std::ranges::find(list, word) == list.end()) list.push_back(word);
}

// For each fact those with the same label: calcium is one thing to the reader of a card, whatever its unit.
const std::array<FactSet, fact_count>& same_label() {
  static const auto all = [] {
    std::array<FactSet, fact_count> sets;
    for (const auto& one : fact_definitions())
      for (const auto& other : fact_definitions())
        if (one.label == other.label) sets[static_cast<std::size_t>(one.id)].set(static_cast<std::size_t>(other.id));
    return sets;
  }();
  return all;
}

// Markdown behind other text, section by section.
class Detail {
 public:
  Detail(std::string& text, const Situation& situation) : text_(text), situation_(situation), begin_(text.size()) {}

  void add_found(std::span<const CardText* const> sentences) {
    if (sentences.empty()) return;
    begin_section("**Found:**");
    for (const auto* sentence : sentences) write(*sentence, " ");
  }

  void add_criteria(std::span<const Rule* const> rules) {
    const auto has_criterion = [](const Rule* rule) { return !rule->criterion.is_empty(); };
    if (std::ranges::none_of(rules, has_criterion)) return;
    begin_section("**Criteria met:**\n");
    for (const auto* rule : rules) {
      if (!has_criterion(rule)) continue;
      write(rule->criterion.told(situation_.values), "\n- ");
      if (text_.ends_with('.')) text_.pop_back();
      text_ += rule->citation;
    }
  }

  // What says the same as something earlier in the list is left out.
  void add_list(std::string_view heading, std::span<const CardText* const> items) {
    if (items.empty()) return;
    begin_section(heading);
    ShortList<std::size_t, 16> begins{text_.size()};
    for (const auto* item : items) {
      write(*item, "\n- ");
      if (repeats_itself(begins))
        text_.resize(begins.back());
      else
        begins.push_back(text_.size());
    }
  }

  void add_words(std::string_view heading, std::span<const std::string_view> words) {
    if (words.empty()) return;
    begin_section(heading);
    for (const auto word : words) text_.append(word == words.front() ? " " : ", ").append(word);
    text_ += '.';
  }

  void add_ending(std::string_view ending) { begin_section(ending); }

 private:
  void begin_section(std::string_view heading) {
    if (text_.size() > begin_) text_ += "\n\n";
    text_ += heading;
  }

  void write(const CardText& words, std::string_view before) {
    text_ += before;
    words.append_to(text_, situation_.values, situation_.model.variables);
  }

  // Whether what stands behind the last of these places stands between two of them, too.
  template <class Places>
  bool repeats_itself(const Places& places) const {
    const std::string_view all = text_;
    const std::string_view last = all.substr(places.back());
    for (std::size_t i = 0; i + 1 < places.size(); ++i)
      if (all.substr(places[i], places[i + 1] - places[i]) == last) return true;
    return false;
  }

  std::string& text_;
  const Situation& situation_;
  const std::size_t begin_;
};

}  // namespace

CardDraft::CardDraft(const Situation& situation, const CardTemplate& card, std::string_view id)
    : situation_(situation), template_(card), id_(id) {
  add_findings();
  for (const auto& step : card.steps) add_note(Part::steps, step);
  for (const FactId fact : card.not_found) add_missing(fact);
}

void CardDraft::add_findings() {
  for (const auto* finding : template_.findings) {
    if (!finding->text.applies(situation_.values)) continue;
    add_note(Part::found, finding->text);
    for (const auto placeholder : finding->text.placeholders())
      if (placeholder < fact_count) add_fact(static_cast<FactId>(placeholder));
  }
}

void CardDraft::add_note(Part part, const CardText& text) {
  if (!text.applies(situation_.values)) return;
  switch (part) {
    case Part::found:
      return found_.push_back(&text);
    case Part::steps:
      return steps_.push_back(&text);
    case Part::cautions:
      return cautions_.push_back(&text);
  }
}

void CardDraft::add_advice(const std::vector<std::string>& words) {
  for (const std::string& word : words) add_advice(word);
}

void CardDraft::add_advice(std::string_view word) { add_once(advice_, word); }

bool CardDraft::add_rule(const DecisionTable& table, const Rule& rule) {
  if (std::ranges::find(rules_, &rule) != rules_.end()) return false;
  rules_.push_back(&rule);
  asked_ |= table.rests_on;
  return true;
}

bool CardDraft::is_missing(FactId id) const {
  return (situation_.known & same_label()[static_cast<std::size_t>(id)]).none();
}

// "Not found" and "could not be looked up" are two things, and the clinician is told which.
void CardDraft::add_missing(FactId id) {
  add_fact(id);
  if (!is_missing(id)) return;
  if (situation_.facts[id].looked)
    add_once(not_found_, definition_of(id).label);
  else
    add_once(not_looked_, definition_of(id).label);
}

bool CardDraft::tells_missing(FactId id) const {
  return std::ranges::find(not_looked_, definition_of(id).label) != not_looked_.end();
}

void CardDraft::append_summary(std::string& text) const {
  template_.summary.told(situation_.values).append_to(text, situation_.values, situation_.model.variables);
}

void CardDraft::append_detail(std::string& text) const {
  Detail detail(text, situation_);
  detail.add_found(found_);
  detail.add_criteria(rules_);
  detail.add_list("**To do:**\n", steps_);
  detail.add_list("**Cautions:**\n", cautions_);
  detail.add_words("**Not found in the record:**", not_found_);
  detail.add_words("**Could not be looked up:**", not_looked_);
  detail.add_ending(template_.ending);
}

void CardDraft::finish(Card& card) const {
  card.id = id_;
  card.topic = template_.topic;
  card.title = template_.title;
  card.indicator = template_.indicator;
  card.is_safety = is_safety_;
  const auto first = std::ranges::find_if(rules_, [](const Rule* rule) { return !rule->criterion.is_empty(); });
  const auto& model = situation_.model;
  card.source = first == rules_.end() ? model.source_named(model.source) : (*first)->cited;
  for (const auto& named : template_.suggestions)
    if (named.when.hold(situation_.values)) card.suggestions.push_back(named.suggestion);
  for (const auto* rule : rules_) card.rules.push_back(rule->full_id);
  card.advice = advice_;
  for (std::size_t fact = 0; fact < fact_count; ++fact)
    if (asked_.test(fact))
      (situation_.known.test(fact) ? card.facts : card.unknown).push_back(static_cast<FactId>(fact));
}

}  // namespace rules
