#include "tests/rules/altered_cells.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace rules {
namespace {

constexpr std::string_view negation = "not(";

std::string trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

std::vector<std::string> items_of(std::string_view list) {
  std::vector<std::string> items;
  for (std::size_t comma = 0; comma != std::string_view::npos; list.remove_prefix(std::min(comma, list.size()))) {
    if (!items.empty()) list.remove_prefix(1);
    comma = list.find(',');
    items.push_back(trimmed(list.substr(0, comma)));
  }
  return items;
}

std::string joined(const std::vector<std::string>& items) {
  std::string list;
  for (const auto& item : items) list += (list.empty() ? "" : ", ") + item;
  return list;
}

// A count is whole; any other number is told to one decimal more than the catalogue asks.
double step_of(const Variable& variable) {
  const auto fact = fact_named(variable.name);
  return fact ? std::pow(10.0, -1 - definition_of(*fact).decimals) : 1.0;
}

std::vector<std::string> off_by_a_step(const std::string& number, const Variable& variable) {
  std::vector<std::string> others;
  for (const double step : {step_of(variable), -step_of(variable)}) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", std::strtod(number.c_str(), nullptr) + step);
    others.emplace_back(text);
  }
  return others;
}

std::vector<std::string> other_intervals(const std::string& item, const Variable& variable) {
  const auto dots = item.find("..");
  const std::string low = item.substr(1, dots - 1);
  const std::string high = item.substr(dots + 2, item.size() - dots - 3);
  std::vector<std::string> others;
  for (const auto& other : off_by_a_step(low, variable)) others.push_back(item[0] + other + ".." + high + item.back());
  for (const auto& other : off_by_a_step(high, variable)) others.push_back(item[0] + low + ".." + other + item.back());
  others.push_back((item[0] == '[' ? "(" : "[") + item.substr(1));
  others.push_back(item.substr(0, item.size() - 1) + (item.back() == ']' ? ")" : "]"));
  return others;
}

std::vector<std::string> other_comparisons(const std::string& item, const Variable& variable) {
  const std::size_t signs = item.find_first_not_of("<>=");
  const std::string number = trimmed(item.substr(signs));
  std::vector<std::string> others;
  for (const auto& other : off_by_a_step(number, variable)) others.push_back(item.substr(0, signs) + " " + other);
  for (const std::string sign : {"<", "<=", ">", ">=", ""})
    if (sign != item.substr(0, signs)) others.push_back(sign + " " + number);
  return others;
}

std::vector<std::string> other_items(const std::string& item, const Variable& variable) {
  std::vector<std::string> others;
  const bool is_word = item == "known" || item == "unknown";
  if (variable.type == ValueType::number && !is_word)
    others = item.find("..") == std::string::npos ? other_comparisons(item, variable) : other_intervals(item, variable);
  if (variable.type == ValueType::boolean) others = {"true", "false"};
  if (variable.type == ValueType::name) others = variable.names;
  others.insert(others.end(), {"known", "unknown"});
  std::erase(others, item);
  return others;
}

}  // namespace

std::vector<std::string> altered_cells(std::string_view cell, const Variable& variable) {
  const bool negated = cell.starts_with(negation);
  const std::string_view list = negated ? cell.substr(negation.size(), cell.size() - negation.size() - 1) : cell;
  const auto items = items_of(list);
  std::vector<std::string> lists;
  for (std::size_t i = 0; i < items.size(); ++i) {
    for (const auto& other : other_items(items[i], variable)) {
      auto changed = items;
      changed[i] = other;
      lists.push_back(joined(changed));
    }
    auto shorter = items;
    shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
    if (!shorter.empty()) lists.push_back(joined(shorter));
  }
  std::vector<std::string> altered{negated ? std::string(list) : "not(" + std::string(cell) + ")"};
  for (const auto& other : lists) altered.push_back(negated ? "not(" + other + ")" : other);
  return altered;
}

}  // namespace rules
