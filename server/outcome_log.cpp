#include "server/outcome_log.h"

#include <string>
#include <vector>

#include "server/log.h"

namespace server {
namespace {

bool is_true(const rules::Fact& fact) {
  const bool* value = std::get_if<bool>(&fact.value);
  return value != nullptr && *value;
}

std::vector<std::string_view> unknown_facts(const rules::Facts& facts, bool looked) {
  std::vector<std::string_view> names;
  names.reserve(rules::fact_count);
  for (const auto& fact : rules::fact_definitions())
    if (!rules::is_known(facts[fact.id].value) && facts[fact.id].looked == looked) names.emplace_back(fact.name);
  return names;
}

}  // namespace

std::vector<std::string_view> rule_names(const rules::Advice& advice) {
  std::vector<std::string_view> rules;
  rules.reserve(advice.decisions.size());
  for (const auto* decision : advice.decisions) rules.push_back(decision->name);
  return rules;
}

void log_outcome(const HttpRequest& call, const rules::Advice& advice, const rules::Facts& facts,
                 std::span<const std::string_view> withheld) {
  log_event(LogLevel::info, "advice", call,
            {{LogName::cards, static_cast<std::int64_t>(advice.cards.size())},
             {LogName::silent, advice.silent.value_or("")},
             {LogName::withheld, std::vector<std::string_view>(withheld.begin(), withheld.end())},
             {LogName::rules, rule_names(advice)},
             {LogName::not_found, unknown_facts(facts, true)},
             {LogName::not_looked, unknown_facts(facts, false)},
             {LogName::matched_by_name, is_true(facts[rules::FactId::matched_by_name])}});
}

void log_silence(const HttpRequest& call, std::string_view reason) {
  log_event(LogLevel::info, "advice", call, {{LogName::cards, std::int64_t{0}}, {LogName::silent, reason}});
}

}  // namespace server
