#include "rules/variable.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace rules {
namespace {

constexpr std::size_t longest_number = 7;  // "-999.99"
constexpr std::size_t longest_day = 10;

// Completed months, not 25.129: nobody counts them in fractions.
bool is_counted_whole(const Variable& variable) {
  return variable.name == "months_since_dxa" || variable.name == "glucocorticoid_months";
}

std::string number_text(const Variable& variable, double number) {
  const auto fact = fact_named(variable.name);
  const int least = fact ? definition_of(*fact).decimals : 0;
  if (is_counted_whole(variable)) number = std::floor(number);
  std::array<char, 64> text{};
  const int length = std::snprintf(text.data(), text.size(), "%.*f", least + 1, number);
  std::string result(text.data(), static_cast<std::size_t>(std::min<int>(length, text.size() - 1)));
  // One decimal more than usual is shown only if it says something.
  if (result.ends_with('0')) result.pop_back();
  if (result.ends_with('.')) result.pop_back();
  return result == "-0" ? "0" : result;
}

}  // namespace

Variables::Variables() {
  for (const auto& fact : fact_definitions())
    all_.push_back({VariableKind::fact,
                    std::string(fact.name),
                    fact.type,
                    {fact.names.begin(), fact.names.end()},
                    fact.always_known,
                    0,
                    std::string(fact.label)});
}

std::optional<std::size_t> Variables::add(Variable variable) {
  if (find(variable.name)) return std::nullopt;
  all_.push_back(std::move(variable));
  return all_.size() - 1;
}

std::optional<std::size_t> Variables::find(std::string_view name) const {
  const auto found = std::ranges::find(all_, name, &Variable::name);
  if (found == all_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - all_.begin());
}

std::string to_text(const Variable& variable, const Value& value) {
  if (const auto* yes = std::get_if<bool>(&value)) return *yes ? "true" : "false";
  if (const auto* number = std::get_if<double>(&value)) return number_text(variable, *number);
  if (const auto* name = std::get_if<Name>(&value)) return variable.names[name->index];
  if (const auto* day = std::get_if<fhir::Day>(&value)) return fhir::to_string(*day);
  return "unknown";
}

std::size_t longest_text(const Variable& variable) {
  if (variable.type == ValueType::number) return longest_number;
  if (variable.type == ValueType::day) return longest_day;
  std::size_t longest = std::string_view("false").size();
  for (const auto& name : variable.names) longest = std::max(longest, name.size());
  return longest;
}

}  // namespace rules
