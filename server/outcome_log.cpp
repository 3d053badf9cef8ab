#include "server/outcome_log.h"

#include <string_view>
#include <vector>

namespace server {
namespace {

void append_list(std::string& line, std::string_view name, const std::vector<std::string>& words) {
  if (words.empty()) return;
  line.append(" ").append(name).append("=");
  for (std::size_t i = 0; i < words.size(); ++i) line.append(i == 0 ? "" : ",").append(words[i]);
}

bool is_true(const rules::Fact& fact) {
  const bool* value = std::get_if<bool>(&fact.value);
  return value != nullptr && *value;
}

std::vector<std::string> unknown_facts(const rules::Facts& facts, bool looked) {
  std::vector<std::string> names;
  for (const auto& fact : rules::fact_definitions())
    if (!rules::is_known(facts[fact.id].value) && facts[fact.id].looked == looked) names.emplace_back(fact.name);
  return names;
}

}  // namespace

std::string outcome_line(const rules::Advice& advice, const rules::Facts& facts) {
  std::string line = "cards=" + std::to_string(advice.cards.size());
  if (advice.silent) line.append(" silent=").append(*advice.silent);
  std::vector<std::string> rules;
  for (const auto& decision : advice.decisions)
    rules.push_back(std::string(decision.table) + "/" + std::string(decision.rule));
  append_list(line, "rules", rules);
  append_list(line, "not-found", unknown_facts(facts, true));
  append_list(line, "not-looked", unknown_facts(facts, false));
  if (is_true(facts[rules::FactId::matched_by_name])) line += " matched-by-name";
  return line;
}

}  // namespace server
