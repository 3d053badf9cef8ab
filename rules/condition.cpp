#include "rules/condition.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace rules {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::optional<double> number_of(std::string_view text) {
  text = trimmed(text);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  // from_chars also reads "inf" and "nan", which are no boundary of anything.
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

fhir::Issue no_cell(std::string_view item, const Variable& variable) {
  return fhir::issue(fhir::IssueType::value, "'" + std::string(item) + "' is no value of " + variable.name);
}

}  // namespace

fhir::Result<Condition> Condition::parse(std::string_view text, const Variable& variable) {
  Condition condition;
  condition.text_ = std::string(text);
  std::string_view rest = trimmed(text);
  constexpr std::string_view negation = "not(";
  if (rest.starts_with(negation) && rest.ends_with(')')) {
    condition.negated_ = true;
    rest = rest.substr(negation.size(), rest.size() - negation.size() - 1);
  }
  for (std::size_t comma = 0; comma != std::string_view::npos;) {
    comma = rest.find(',');
    if (auto added = condition.add_item(trimmed(rest.substr(0, comma)), variable); !added) return added.error();
    if (comma != std::string_view::npos) rest.remove_prefix(comma + 1);
  }
  if ((condition.kinds_ & bit(unknown)) != 0 && variable.always_known) return no_cell("unknown", variable);
  if (condition.negated_) condition.kinds_ = ~condition.kinds_;
  return condition;
}

fhir::Result<void> Condition::add_item(std::string_view item, const Variable& variable) {
  if (item == "unknown" || item == "known") {
    kinds_ |= item == "known" ? ~bit(unknown) : bit(unknown);
    any_number_ |= item == "known";
    return {};
  }
  switch (variable.type) {
    case ValueType::boolean:
      if (item != "true" && item != "false") break;
      kinds_ |= bit(item == "true" ? yes : no);
      return {};
    case ValueType::name:
      if (const auto found = std::ranges::find(variable.names, item); found != variable.names.end()) {
        kinds_ |= bit(first_name + static_cast<std::size_t>(found - variable.names.begin()));
        return {};
      }
      break;
    case ValueType::number:
      if (add_interval(item) || add_number(item)) return {};
      break;
    case ValueType::day:
      break;
  }
  return no_cell(item, variable);
}

bool Condition::add_number(std::string_view item) {
  struct Comparison {
    std::string_view sign;
    Interval interval;
  };
  const std::size_t signs = std::min(item.find_first_not_of("<>="), item.size());
  const auto number = number_of(item.substr(signs));
  if (!number) return false;
  for (const auto& [sign, interval] :
       {Comparison{"<", {-infinity, *number, false, false}}, Comparison{"<=", {-infinity, *number, false, true}},
        Comparison{">", {*number, infinity, false, false}}, Comparison{">=", {*number, infinity, true, false}},
        Comparison{"", {*number, *number, true, true}}}) {
    if (item.substr(0, signs) != sign) continue;
    intervals_.push_back(interval);
    return true;
  }
  return false;
}

bool Condition::add_interval(std::string_view item) {
  const auto dots = item.find("..");
  if (dots == std::string_view::npos || item.size() < 5) return false;
  const char open = item.front();
  const char close = item.back();
  if ((open != '[' && open != '(') || (close != ']' && close != ')')) return false;
  const auto low = number_of(item.substr(1, dots - 1));
  const auto high = number_of(item.substr(dots + 2, item.size() - dots - 3));
  if (!low || !high || *low >= *high) return false;
  intervals_.push_back({*low, *high, open == '[', close == ']'});
  return true;
}

bool Condition::holds_number(double number) const {
  const auto is_in = [number](const Interval& interval) {
    return (number > interval.low || (interval.with_low && number == interval.low)) &&
           (number < interval.high || (interval.with_high && number == interval.high));
  };
  return (any_number_ || std::ranges::any_of(intervals_, is_in)) != negated_;
}

void Condition::add_boundaries(std::vector<double>& boundaries) const {
  for (const auto& interval : intervals_)
    for (const double end : {interval.low, interval.high})
      if (end > -infinity && end < infinity) boundaries.push_back(end);
}

}  // namespace rules
