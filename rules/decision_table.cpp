#include "rules/decision_table.h"

#include <algorithm>

namespace rules {
namespace {

// The names of a variable are a bit set, and a value is a byte: more outcomes than that say nothing clear.
constexpr std::size_t most_outcomes = 60;

void read_inputs(fhir::Json names, const Variables& variables, DecisionTable& table, const std::string& where,
                 Problems& problems) {
  for (const fhir::Json name : names.elements()) {
    const auto variable = variables.find(name.text());
    if (!variable)
      problems.add(where, "has an input that is no fact, count or earlier table: " + std::string(name.text()));
    else if (std::ranges::find(table.inputs, *variable) != table.inputs.end())
      problems.add(where, "has an input twice: " + std::string(name.text()));
    else
      table.inputs.push_back(*variable);
  }
  if (table.inputs.empty()) problems.add(where, "has no inputs");
}

std::optional<std::size_t> outcome_named(const DecisionTable& table, std::string_view name) {
  const auto found = std::ranges::find(table.outcomes, name, &Outcome::id);
  if (found == table.outcomes.end()) return std::nullopt;
  return static_cast<std::size_t>(found - table.outcomes.begin());
}

std::vector<Cells> read_ways(fhir::Json when, const DecisionTable& table, const Variables& variables,
                             const std::string& where, Problems& problems) {
  const auto is_input = [&](std::size_t v) { return std::ranges::find(table.inputs, v) != table.inputs.end(); };
  std::vector<Cells> ways;
  for (const fhir::Json way : when.each()) ways.push_back(Cells::read(way, variables, is_input, where, problems));
  if (ways.empty()) problems.add(where, "has no 'when'; a rule that always holds has an empty one: {}");
  return ways;
}

Rule read_rule(fhir::Json json, const DecisionTable& table, const Variables& variables, const std::string& file,
               Problems& problems) {
  Rule rule;
  rule.id = required_text(json, "id", file + " a rule", problems);
  rule.full_id = table.id + "/" + rule.id;
  const std::string where = file + " rule " + rule.id;
  allow_members(json, {"id", "when", "then", "criterion", "source"}, where, problems);
  allow_members(json["source"], {"of", "section", "strength"}, where + " source", problems);
  rule.ways = read_ways(json["when"], table, variables, where, problems);
  rule.source = {std::string(json["source"]["of"].text()), std::string(json["source"]["section"].text()),
                 std::string(json["source"]["strength"].text())};
  if (rule.source.section.empty()) problems.add(where, "has no source with a section");
  const auto outcome = outcome_named(table, required_text(json, "then", where, problems));
  if (!outcome) {
    problems.add(where, "leads to an outcome that is not there");
    return rule;
  }
  rule.outcome = *outcome;
  const Outcome& then = table.outcomes[*outcome];
  if (json["criterion"].exists()) rule.criterion = Wording::read(json["criterion"], variables, where, problems);
  if (then.card && !json["criterion"].exists()) problems.add(where, "makes a card and has no criterion to give for it");
  return rule;
}

void read_rules(fhir::Json rules, DecisionTable& table, const Variables& variables, const std::string& where,
                Problems& problems) {
  for (const fhir::Json json : rules.elements()) {
    Rule rule = read_rule(json, table, variables, where, problems);
    if (std::ranges::find(table.rules, rule.id, &Rule::id) != table.rules.end())
      problems.add(where, "has two rules with the id " + rule.id);
    table.rules.push_back(std::move(rule));
  }
  // An outcome that says nothing is only a value, and a profile may have no use for it: `consider` in WHO's classes.
  for (std::size_t i = 0; i < table.outcomes.size(); ++i)
    if (table.outcomes[i].says_something() && std::ranges::find(table.rules, i, &Rule::outcome) == table.rules.end())
      problems.add(where, "has an outcome to which no rule leads: " + table.outcomes[i].id);
}

// Beyond that a test's numbers would be read as something else.
constexpr std::size_t most_tests = Test::always - 1;

std::size_t tests_for(const Cells& way) { return std::max<std::size_t>(way.all().size(), 1); }

void add_tests(const Cells& cells, std::uint16_t rule, const Variables& variables, DecisionTable& table) {
  const auto& all = cells.all();
  Test test{~std::uint64_t{0}, 0, Test::always, rule, 0};
  test.end = static_cast<std::uint16_t>(table.tests.size() + tests_for(cells));
  if (all.empty()) table.tests.push_back(test);
  for (const auto& [variable, condition] : all) {
    test.kinds = condition.kinds();
    test.variable = static_cast<std::uint16_t>(variable);
    test.number = Test::always;
    if (variables[variable].type == ValueType::number) {
      test.number = static_cast<std::uint16_t>(table.numbers.size());
      table.numbers.push_back(condition);
    }
    table.tests.push_back(test);
  }
}

std::size_t number_of_tests(const DecisionTable& table) {
  std::size_t tests = 0;
  for (const auto& rule : table.rules)
    for (const auto& way : rule.ways) tests += tests_for(way);
  return tests;
}

void read_tests(DecisionTable& table, const Variables& variables, const std::string& where, Problems& problems) {
  if (std::max(number_of_tests(table), variables.size()) > most_tests) {
    problems.add(where, "has too many cells, or variables");
    return;
  }
  for (std::size_t rule = 0; rule < table.rules.size(); ++rule)
    for (const auto& way : table.rules[rule].ways) add_tests(way, static_cast<std::uint16_t>(rule), variables, table);
}

}  // namespace

const Rule* DecisionTable::decide(const Values& values) const {
  for (std::size_t at = 0; at < tests.size();) {
    const Test& test = tests[at];
    if (!holds(test, values))
      at = test.end;
    else if (++at == test.end)
      return &rules[test.rule];
  }
  return nullptr;
}

const Rule* DecisionTable::settle(Values& values) const {
  const Rule* rule = decide(values);
  values[variable] = rule == nullptr ? Value(Unknown{}) : Value(Name{static_cast<std::uint8_t>(rule->outcome)});
  return rule;
}

bool DecisionTable::holds(const Test& test, const Values& values) const {
  const Value& value = values[test.variable];
  if (std::holds_alternative<double>(value)) return test.number == Test::always || numbers[test.number].holds(value);
  return Condition::is_among(test.kinds, value);
}

std::optional<DecisionTable> read_table(const GuidelineFile& file, Variables& variables, Problems& problems) {
  const fhir::Json json = file.root();
  const std::string& where = file.name();
  allow_members(json, {"id", "title", "version", "slot", "inputs", "rules", "outcomes", "examples"}, where, problems);
  DecisionTable table;
  table.id = required_text(json, "id", where, problems);
  table.title = required_text(json, "title", where, problems);
  table.version = required_text(json, "version", where, problems);
  table.slot = slot_named(json["slot"].text());
  if (json["slot"].exists() && !table.slot) problems.add(where, "'slot' must be bone-density, therapy or nutrition");
  read_inputs(json["inputs"], variables, table, where, problems);
  std::vector<std::string> names;
  for (const auto& [name, outcome] : json["outcomes"].members()) {
    table.outcomes.push_back(read_outcome(name, outcome, variables, where + " outcome " + std::string(name), problems));
    names.emplace_back(name);
    if (table.outcomes.back().card && !table.slot) problems.add(where, "makes cards and has no slot");
  }
  // Rules that lead nowhere, and cells that ask for an outcome beyond the last bit, would be read as something else.
  if (table.outcomes.empty() || table.outcomes.size() > most_outcomes) {
    problems.add(where, "has no outcomes, or too many");
    return std::nullopt;
  }
  read_rules(json["rules"], table, variables, where, problems);
  read_tests(table, variables, where, problems);
  const auto self =
      variables.add({VariableKind::table, table.id, ValueType::name, std::move(names), true, 0, table.title});
  if (!self) {
    problems.add(where, "has an id that is taken: " + table.id);
    return std::nullopt;
  }
  table.variable = *self;
  return table;
}

}  // namespace rules
