// What can be wrong although every file alone is right.
#include <algorithm>
#include <map>
#include <tuple>

#include "rules/guideline_model.h"
#include "rules/proof.h"

namespace rules {
namespace {

using Model = Guideline::Model;

// Of all forbidden pairs together: a second.
constexpr double most_cases = 1e6;

// Whether a variable is known wherever these cells hold: because a cell says so, because a fact that comes with it is
// known, or because a cell asks for an outcome of an earlier table to which only rules lead that make it known.
class Knowledge {
 public:
  explicit Knowledge(const Model& model) : model_(model) {}

  bool is_known_where(const Cells& cells, std::size_t variable) const {
    const Variable& asked = model_.variables[variable];
    if (asked.always_known) return true;
    for (const auto& [input, cell] : cells.all()) {
      if (input == variable && !cell.holds(Unknown{})) return true;
      if (comes_with(variable, input, cell)) return true;
      if (const auto* table = model_.table_of(input); table != nullptr && all_outcomes_know(*table, cell, variable))
        return true;
    }
    return false;
  }

 private:
  bool comes_with(std::size_t variable, std::size_t input, const Condition& cell) const {
    if (model_.variables[variable].kind != VariableKind::fact) return false;
    const auto& definition = definition_of(static_cast<FactId>(variable));
    if (!definition.known_with || static_cast<std::size_t>(*definition.known_with) != input) return false;
    for (const auto& value : representatives(model_.variables[input], {})) {
      const bool brings = definition.known_with_name.empty()
                              ? is_known(value)
                              : value == Value(name_value(*definition.known_with, definition.known_with_name));
      if (cell.holds(value) && !brings) return false;
    }
    return true;
  }

  bool all_outcomes_know(const DecisionTable& table, const Condition& cell, std::size_t variable) const {
    for (std::size_t outcome = 0; outcome < table.outcomes.size(); ++outcome)
      if (cell.holds(Name{static_cast<std::uint8_t>(outcome)}) && !all_rules_know(table, outcome, variable))
        return false;
    return true;
  }

  // Remembered: tables that rest on one another in many ways would be gone through once for each way.
  bool all_rules_know(const DecisionTable& table, std::size_t outcome, std::size_t variable) const {
    const auto question = std::tuple(&table, outcome, variable);
    if (const auto answer = answers_.find(question); answer != answers_.end()) return answer->second;
    const bool known = std::ranges::all_of(table.rules, [&](const Rule& rule) {
      return rule.outcome != outcome ||
             std::ranges::all_of(rule.ways, [&](const Cells& way) { return is_known_where(way, variable); });
    });
    answers_.emplace(question, known);
    return known;
  }

  const Model& model_;
  // By table, outcome and variable.
  mutable std::map<std::tuple<const DecisionTable*, std::size_t, std::size_t>, bool> answers_;
};

class ModelCheck {
 public:
  ModelCheck(const Model& model, Problems& problems) : model_(model), problems_(problems), knowledge_(model) {}

  void run() {
    if (model_.source_named(model_.source) == nullptr) problems_.add("profile.json", "'source' is none of its sources");
    for (const auto& count : model_.counts) check_source(count.source, count.id);
    for (const auto& finding : model_.words.findings) check_alone(finding.text, "finding " + finding.id);
    for (const auto& text : model_.words.data_quality) check_alone(text, "a sentence on data quality");
    if (model_.words.data_quality_card) {
      check_names(*model_.words.data_quality_card, "data_quality _card");
      for (const auto& summary : model_.words.data_quality_card->summary.all())
        check_alone(summary, "data_quality _card");
    }
    for (const auto& table : model_.tables) check_table(table);
    for (const auto& pair : model_.never_together) check_pair(pair);
  }

 private:
  void check_source(const std::string& source, const std::string& where) {
    if (!source.empty() && model_.source_named(source) == nullptr)
      problems_.add(where, "names a source that the profile does not have: " + source);
  }

  // A text that stands by itself has only its own 'when' to make its facts known.
  void check_alone(const CardText& text, const std::string& where) {
    for (const auto placeholder : text.placeholders())
      if (!knowledge_.is_known_where(text.when(), placeholder)) tell_unknown(placeholder, where);
  }

  void tell_unknown(std::size_t placeholder, const std::string& where) {
    problems_.add(where, "uses {" + model_.variables[placeholder].name + "} where it may be unknown");
  }

  void check_in_rule(const CardText& text, const Cells& way, const std::string& where) {
    for (const auto placeholder : text.placeholders())
      if (!knowledge_.is_known_where(text.when(), placeholder) && !knowledge_.is_known_where(way, placeholder))
        tell_unknown(placeholder, where);
  }

  void check_card_texts(const CardTemplate& card, const Cells& way, const std::string& where) {
    for (const auto& summary : card.summary.all()) check_in_rule(summary, way, where + " summary");
    for (const auto& step : card.steps) check_in_rule(step, way, where);
  }

  void check_names(const CardTemplate& card, const std::string& where) {
    for (const auto& id : card.found)
      if (std::ranges::find(model_.words.findings, id, &Finding::id) == model_.words.findings.end())
        problems_.add(where, "shows a finding that has no words: " + id);
    for (const auto& suggestion : card.suggestions)
      if (std::ranges::find(model_.words.suggestions, suggestion.id, &Suggestion::id) == model_.words.suggestions.end())
        problems_.add(where, "suggests what has no words: " + suggestion.id);
  }

  void check_table(const DecisionTable& table) {
    for (const auto& outcome : table.outcomes) {
      const std::string where = table.id + " outcome " + outcome.id;
      if (outcome.card) check_names(*outcome.card, where);
      if (outcome.note && outcome.note->otherwise) check_names(*outcome.note->otherwise, where + " otherwise");
    }
    for (const auto& rule : table.rules) {
      check_source(rule.source.of, rule.full_id);
      for (const auto& way : rule.ways) check_way(rule, table.outcomes[rule.outcome], way);
    }
  }

  void check_way(const Rule& rule, const Outcome& outcome, const Cells& way) {
    for (const auto& criterion : rule.criterion.all()) check_in_rule(criterion, way, rule.full_id);
    if (outcome.card) check_card_texts(*outcome.card, way, rule.full_id);
    if (!outcome.note) return;
    check_in_rule(outcome.note->text, way, rule.full_id);
    if (outcome.note->otherwise) check_card_texts(*outcome.note->otherwise, way, rule.full_id);
  }

  struct Spot {
    const DecisionTable* table = nullptr;
    std::size_t outcome = 0;
  };
  Spot spot_of(const std::string& name) const {
    const auto slash = name.find('/');
    for (const auto& table : model_.tables)
      for (std::size_t i = 0; slash != std::string::npos && i < table.outcomes.size(); ++i)
        if (table.id == name.substr(0, slash) && table.outcomes[i].id == name.substr(slash + 1)) return {&table, i};
    return {};
  }

  // The variables on which some tables rest, and those tables in the order in which they are decided.
  struct Basis {
    std::vector<std::size_t> free;
    std::vector<const DecisionTable*> decided;
  };
  // `is_decided` says which earlier tables are followed; the outcomes of all others are taken as free.
  template <class IsDecided>
  void collect(const DecisionTable& table, const IsDecided& is_decided, Basis& basis) const {
    if (std::ranges::find(basis.decided, &table) != basis.decided.end()) return;
    for (const auto input : table.inputs) {
      const auto* earlier = model_.table_of(input);
      if (earlier != nullptr && is_decided(earlier))
        collect(*earlier, is_decided, basis);
      else if (std::ranges::find(basis.free, input) == basis.free.end())
        basis.free.push_back(input);
    }
    basis.decided.push_back(&table);
  }

  // What cannot meet while more is free than in truth cannot meet at all: so the two tables alone are tried first, and
  // all that they rest on only if that is not enough. Counts are always free.
  void check_pair(const ForbiddenPair& pair) {
    const Spot first = spot_of(pair.first);
    const Spot second = spot_of(pair.second);
    const std::string where = "never_together " + pair.first + " and " + pair.second;
    if (first.table == nullptr || second.table == nullptr) return problems_.add(where, "is no pair of table/outcome");
    const auto is_of_pair = [&](const DecisionTable* table) { return table == first.table || table == second.table; };
    const auto any = [](const DecisionTable*) { return true; };
    if (!how_they_meet(first, second, is_of_pair)) return;
    if (const auto met = how_they_meet(first, second, any)) problems_.add(where, *met);
  }

  // What the later table rests on beside the earlier one is only gone through where that is at its outcome.
  template <class IsDecided>
  std::optional<std::string> how_they_meet(Spot earlier, Spot later, const IsDecided& is_decided) {
    if (later.table < earlier.table) std::swap(earlier, later);
    Basis basis;
    collect(*earlier.table, is_decided, basis);
    const std::size_t free = basis.free.size(), decided = basis.decided.size();
    collect(*later.table, is_decided, basis);
    const auto ranges = ranges_of(basis);
    if (!ranges) return "rests on more combinations than can be proven";
    const std::span all_free(basis.free);
    const std::span all_ranges(*ranges);
    const std::span all_decided(basis.decided);
    Values values(model_.variables.size());
    std::optional<std::string> rest;
    const Part front{earlier, all_free.first(free), all_ranges.first(free), all_decided.first(decided)};
    const Part behind{later, all_free.subspan(free), all_ranges.subspan(free), all_decided.subspan(decided)};
    const auto met = find(front, values, [&] {
      rest = find(behind, values, [] { return true; });
      return rest.has_value();
    });
    if (!met) return std::nullopt;
    return "meet when " + *met + (met->empty() || rest->empty() ? "" : ", ") + *rest;
  }

  struct Part {
    Spot spot;
    std::span<const std::size_t> free;
    std::span<const std::vector<Value>> ranges;
    std::span<const DecisionTable* const> decided;
  };
  // The first combination for which the part's table is at its outcome, and the rest is so, too.
  std::optional<std::string> find(const Part& part, Values& values, const std::function<bool()>& rest_is_so) const {
    return find_case(model_.variables, part.free, part.ranges, values, [&] {
      for (const auto* table : part.decided) table->settle(values);
      return is_at(part.spot, values) && rest_is_so();
    });
  }

  // What each of the free variables may be; nothing if that makes too many combinations.
  std::optional<std::vector<std::vector<Value>>> ranges_of(const Basis& basis) {
    std::vector<std::vector<Value>> ranges;
    double cases = 1;
    for (const auto variable : basis.free) {
      ranges.push_back(representatives(model_.variables[variable], boundaries_of(variable, basis.decided)));
      cases *= static_cast<double>(ranges.back().size());
    }
    if (cases > cases_left_) return std::nullopt;
    cases_left_ -= cases;
    return ranges;
  }

  static bool is_at(const Spot& spot, const Values& values) {
    return values[spot.table->variable] == Value(Name{static_cast<std::uint8_t>(spot.outcome)});
  }

  static std::vector<double> boundaries_of(std::size_t variable, const std::vector<const DecisionTable*>& tables) {
    std::vector<double> boundaries;
    for (const auto* table : tables)
      for (const auto& rule : table->rules)
        for (const auto& way : rule.ways)
          if (const auto* cell = way.of(variable)) cell->add_boundaries(boundaries);
    return boundaries;
  }

  const Model& model_;
  Problems& problems_;
  Knowledge knowledge_;
  double cases_left_ = most_cases;
};

}  // namespace

void check_model(const Guideline::Model& model, Problems& problems) { ModelCheck(model, problems).run(); }

}  // namespace rules
