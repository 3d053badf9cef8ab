#include "rules/cells.h"

#include <algorithm>

namespace rules {
namespace {

// A count or an outcome is never unknown, and some facts are not.
bool must_be_given(const Variable& variable) { return variable.always_known; }

}  // namespace

Cells Cells::read(fhir::Json when, const Variables& variables, const std::function<bool(std::size_t)>& usable,
                  std::string_view where, Problems& problems) {
  Cells cells;
  if (when.exists() && !when.is_object()) problems.add(where, "'when' is no object");
  for (const auto& [name, text] : when.members()) {
    const auto variable = variables.find(name);
    if (!variable || !usable(*variable)) {
      problems.add(where, "asks about '" + std::string(name) + "', which cannot be asked here");
      continue;
    }
    auto condition = text.is_string() ? Condition::parse(text.text(), variables[*variable])
                                      : fhir::issue(fhir::IssueType::structure, "a cell is a text");
    if (!condition) {
      problems.add(where, condition.error().diagnostics);
      continue;
    }
    cells.checks_.push_back({condition->kinds(), *variable});
    cells.cells_.emplace_back(*variable, std::move(*condition));
  }
  return cells;
}

const Condition* Cells::of(std::size_t variable) const {
  const auto found = std::ranges::find(cells_, variable, [](const auto& cell) { return cell.first; });
  return found == cells_.end() ? nullptr : &found->second;
}

std::optional<Value> read_value(fhir::Json given, const Variable& variable, std::string_view where,
                                Problems& problems) {
  if (given.is_null() && !variable.always_known) return Value(Unknown{});
  if (variable.type == ValueType::boolean && given.boolean()) return Value(*given.boolean());
  if (variable.type == ValueType::number && given.number()) return Value(*given.number());
  if (variable.type == ValueType::name) {
    const auto found = std::ranges::find(variable.names, given.text());
    if (found != variable.names.end()) return Value(Name{static_cast<std::uint8_t>(found - variable.names.begin())});
  }
  problems.add(where, "gives no value of " + variable.name);
  return std::nullopt;
}

std::optional<Values> read_given(fhir::Json given, const Variables& variables, const std::vector<std::size_t>& asked,
                                 std::string_view where, Problems& problems) {
  Values values(variables.size());
  std::vector<bool> has(variables.size());
  for (const auto& [name, json] : given.members()) {
    const auto variable = variables.find(name);
    if (!variable || std::ranges::find(asked, *variable) == asked.end()) {
      problems.add(where, "gives '" + std::string(name) + "', which is not asked");
      return std::nullopt;
    }
    const auto value = read_value(json, variables[*variable], where, problems);
    if (!value) return std::nullopt;
    values[*variable] = *value;
    has[*variable] = true;
  }
  for (const auto variable : asked)
    if (must_be_given(variables[variable]) && !has[variable]) {
      problems.add(where, "does not give " + variables[variable].name);
      return std::nullopt;
    }
  return values;
}

}  // namespace rules
