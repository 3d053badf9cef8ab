#include "rules/proof.h"

#include <algorithm>
#include <bitset>

namespace rules {
namespace {

constexpr std::size_t most_ways = 256;
// Of one table: a part of a second. The shipped ones have 12 096 at most.
constexpr std::uint64_t most_cases = 1'000'000;
constexpr std::size_t most_problems = 3;  // of one kind in one table: the first ones show what is wrong

using Ways = std::bitset<most_ways>;

std::string case_text(const Variables& variables, std::span<const std::size_t> asked, const Values& values) {
  std::string text;
  for (const auto variable : asked)
    text +=
        (text.empty() ? "" : ", ") + variables[variable].name + " = " + to_text(variables[variable], values[variable]);
  return text;
}

// All ways of all rules in one row, and which rule each belongs to.
struct Way {
  const Rule* rule;
  const Cells* cells;
};
std::vector<Way> ways_of(const DecisionTable& table) {
  std::vector<Way> ways;
  for (const auto& rule : table.rules)
    for (const auto& cells : rule.ways) ways.push_back({&rule, &cells});
  return ways;
}

class Proof {
 public:
  Proof(const DecisionTable& table, const Variables& variables, const std::string& where, Problems& problems)
      : table_(table),
        variables_(variables),
        where_(where),
        problems_(problems),
        ways_(ways_of(table)),
        values_(variables.size()) {}

  std::uint64_t run() {
    if (ways_.size() > most_ways) {
      problems_.add(where_, "has more rules than can be proven");
      return 0;
    }
    if (!prepare()) return 0;
    try_input(0, Ways().set());
    for (std::size_t way = 0; way < ways_.size() && told_ == 0; ++way)
      if (!reached_.test(way)) problems_.add(where_, "rule " + ways_[way].rule->id + " can never hold");
    return cases_;
  }

 private:
  // For each input its values, and for each value the ways that it leaves open.
  bool prepare() {
    std::uint64_t product = 1;
    for (const auto input : table_.inputs) {
      std::vector<double> boundaries;
      bool asked = false;
      for (const auto& way : ways_)
        if (const auto* cell = way.cells->of(input)) {
          cell->add_boundaries(boundaries);
          asked = true;
        }
      if (!asked) problems_.add(where_, "has an input that no rule asks about: " + variables_[input].name);
      ranges_.push_back(representatives(variables_[input], std::move(boundaries)));
      open_.push_back(open_ways(input, ranges_.back()));
      product *= ranges_.back().size();
      if (product > most_cases) {
        problems_.add(where_, "has more combinations than can be proven; split it into two tables");
        return false;
      }
    }
    return true;
  }

  std::vector<Ways> open_ways(std::size_t input, const std::vector<Value>& range) const {
    std::vector<Ways> open(range.size());
    for (std::size_t value = 0; value < range.size(); ++value)
      for (std::size_t way = 0; way < ways_.size(); ++way) {
        const auto* cell = ways_[way].cells->of(input);
        open[value].set(way, cell == nullptr || cell->holds(range[value]));
      }
    return open;
  }

  void try_input(std::size_t at, const Ways& holding) {
    if (told_ == most_problems) return;
    if (at == table_.inputs.size()) return judge(holding);
    for (std::size_t value = 0; value < ranges_[at].size(); ++value) {
      values_[table_.inputs[at]] = ranges_[at][value];
      try_input(at + 1, holding & open_[at][value]);
    }
  }

  void judge(const Ways& holding) {
    ++cases_;
    std::size_t count = 0;
    for (std::size_t way = 0; way < ways_.size(); ++way) {
      if (!holding.test(way)) continue;
      reached_.set(way);
      ++count;
    }
    if (count == 1) return;
    ++told_;
    std::string who;
    for (std::size_t way = 0; way < ways_.size(); ++way)
      if (holding.test(way)) who += (who.empty() ? "" : " and ") + ways_[way].rule->id;
    const std::string when = " when " + case_text(variables_, table_.inputs, values_);
    problems_.add(where_, count == 0 ? "no rule matches" + when : "rules " + who + " both match" + when);
  }

  const DecisionTable& table_;
  const Variables& variables_;
  const std::string& where_;
  Problems& problems_;
  std::vector<Way> ways_;
  Values values_;
  std::vector<std::vector<Value>> ranges_;
  std::vector<std::vector<Ways>> open_;
  Ways reached_;
  std::uint64_t cases_ = 0;
  std::size_t told_ = 0;
};

void check_examples(const DecisionTable& table, fhir::Json examples, const Variables& variables,
                    const std::string& where, Problems& problems) {
  std::vector<std::string_view> shown;
  std::size_t number = 0;
  for (const fhir::Json example : examples.elements()) {
    const std::string place = where + " example " + std::to_string(++number);
    allow_members(example, {"given", "expect", "then"}, place, problems);
    const auto values = read_given(example["given"], variables, table.inputs, place, problems);
    if (!values) continue;
    const Rule* rule = table.decide(*values);
    shown.push_back(example["expect"].text());
    if (rule == nullptr || rule->id != shown.back())
      problems.add(place,
                   "expects " + std::string(shown.back()) + " and gets " + (rule == nullptr ? "no rule" : rule->id));
    else if (example["then"].exists() && table.outcomes[rule->outcome].id != example["then"].text())
      problems.add(place, "leads to " + table.outcomes[rule->outcome].id + ", which it does not expect");
  }
  for (const auto& rule : table.rules)
    if (std::ranges::find(shown, rule.id) == shown.end()) problems.add(where, "has no example of rule " + rule.id);
}

}  // namespace

std::vector<Value> representatives(const Variable& variable, std::vector<double> boundaries) {
  std::vector<Value> range;
  if (variable.type == ValueType::boolean) range = {true, false};
  if (variable.type == ValueType::day) range = {fhir::Day{std::chrono::year{2026} / 1 / 1}};
  for (std::size_t name = 0; variable.type == ValueType::name && name < variable.names.size(); ++name)
    range.emplace_back(Name{static_cast<std::uint8_t>(name)});
  if (variable.kind == VariableKind::count && variable.type == ValueType::number) {
    for (int count = 0; count <= variable.highest; ++count) range.emplace_back(static_cast<double>(count));
  } else if (variable.type == ValueType::number) {
    std::ranges::sort(boundaries);
    boundaries.erase(std::unique(boundaries.begin(), boundaries.end()), boundaries.end());
    range.emplace_back(boundaries.empty() ? 0.0 : boundaries.front() - 1);
    for (std::size_t i = 0; i < boundaries.size(); ++i) {
      range.emplace_back(boundaries[i]);
      range.emplace_back(i + 1 < boundaries.size() ? (boundaries[i] + boundaries[i + 1]) / 2 : boundaries[i] + 1);
    }
  }
  if (!variable.always_known) range.emplace_back(Unknown{});
  return range;
}

std::uint64_t prove(const DecisionTable& table, fhir::Json examples, const Variables& variables,
                    const std::string& where, Problems& problems) {
  const std::uint64_t cases = Proof(table, variables, where, problems).run();
  check_examples(table, examples, variables, where, problems);
  return cases;
}

std::optional<std::string> find_case(const Variables& variables, std::span<const std::size_t> asked,
                                     std::span<const std::vector<Value>> ranges, Values& values,
                                     const std::function<bool()>& found) {
  std::vector<std::size_t> at(asked.size(), 0);
  for (;;) {
    for (std::size_t i = 0; i < asked.size(); ++i) values[asked[i]] = ranges[i][at[i]];
    if (found()) return case_text(variables, asked, values);
    std::size_t digit = 0;
    while (digit < asked.size() && ++at[digit] == ranges[digit].size()) at[digit++] = 0;
    if (digit == asked.size()) return std::nullopt;
  }
}

}  // namespace rules
