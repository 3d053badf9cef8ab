#include "rules/variable.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace rules {
namespace {

constexpr std::size_t longest_number = 8;  // "-999.999"
constexpr int most_more_decimals = 2;
constexpr std::size_t longest_day = 10;
constexpr std::size_t longest_shown = 63;  // of a number that no patient has: cut

// Completed months, not 25.129: nobody counts them in fractions.
bool is_counted_whole(FactId fact) { return fact == FactId::months_since_dxa || fact == FactId::glucocorticoid_months; }

using Digits = std::array<char, 320>;  // of the largest number there is

std::string_view written(double number, int decimals, Digits& digits) {
  const auto [end, error] =
      std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed, decimals);
  return {digits.data(), static_cast<std::size_t>(end - digits.data())};
}

// Numbers are compared as they are, so a rounded one may seem to lie at a threshold, or beyond it: 29.96 is not 30.
bool seems_round(std::string_view shown, double number) {
  double again = 0;
  std::from_chars(shown.data(), shown.data() + shown.size(), again);
  return shown.ends_with('0') && again != number;
}

// One decimal more than usual is shown only if it says something; more of them where a number would seem round.
void append_number(std::string& text, const Variable& variable, double number) {
  if (variable.counted_whole) number = std::floor(number);
  Digits digits{};
  int more = 1;
  std::string_view shown = written(number, variable.decimals + more, digits);
  while (more < most_more_decimals && seems_round(shown, number))
    shown = written(number, variable.decimals + ++more, digits);
  shown = shown.substr(0, longest_shown);
  for (; more > 0 && shown.ends_with('0'); --more) shown.remove_suffix(1);
  if (shown.ends_with('.')) shown.remove_suffix(1);
  text += shown == "-0" ? "0" : shown;
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
                    std::string(fact.label),
                    fact.decimals,
                    is_counted_whole(fact.id)});
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
  std::string text;
  append_value(text, variable, value);
  return text;
}

void append_value(std::string& text, const Variable& variable, const Value& value) {
  if (const auto* number = std::get_if<double>(&value))
    append_number(text, variable, *number);
  else if (const auto* name = std::get_if<Name>(&value))
    text += variable.names[name->index];
  else if (const auto* day = std::get_if<fhir::Day>(&value))
    text += fhir::to_string(*day);
  else if (const auto* yes = std::get_if<bool>(&value))
    text += *yes ? "true" : "false";
  else
    text += "unknown";
}

std::size_t longest_text(const Variable& variable) {
  if (variable.type == ValueType::number) return longest_number;
  if (variable.type == ValueType::day) return longest_day;
  std::size_t longest = std::string_view("false").size();
  for (const auto& name : variable.names) longest = std::max(longest, name.size());
  return longest;
}

}  // namespace rules
