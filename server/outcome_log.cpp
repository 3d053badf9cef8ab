#include "server/outcome_log.h"

#include <boost/container/static_vector.hpp>

#include "server/log.h"

namespace server {
namespace {

using FactNames = boost::container::static_vector<std::string_view, rules::fact_count>;

bool is_true(const rules::Fact& fact) {
  const bool* value = std::get_if<bool>(&fact.value);
  return value != nullptr && *value;
}

FactNames unknown_facts(const rules::Facts& facts, bool looked) {
  FactNames names;
  for (const auto& fact : rules::fact_definitions())
    if (!rules::is_known(facts[fact.id].value) && facts[fact.id].looked == looked) names.emplace_back(fact.name);
  return names;
}

}  // namespace

RuleNames rule_names(const rules::Advice& advice) {
  RuleNames rules;
  for (const auto* decision : advice.decisions) rules.push_back(decision->name);
  return rules;
}

void log_outcome(const HttpRequest& call, std::string_view service, const rules::Advice& advice,
                 const rules::Facts& facts, std::span<const std::string_view> withheld) {
  const RuleNames rules = rule_names(advice);
  const FactNames not_found = unknown_facts(facts, true), not_looked = unknown_facts(facts, false);
  log_event(LogLevel::info, "advice", call,
            {{LogName::service, service},
             {LogName::cards, static_cast<std::int64_t>(advice.cards.size())},
             {LogName::silent, advice.silent.value_or("")},
             {LogName::withheld, withheld},
             {LogName::rules, std::span(rules)},
             {LogName::not_found, std::span(not_found)},
             {LogName::not_looked, std::span(not_looked)},
             {LogName::matched_by_name, is_true(facts[rules::FactId::matched_by_name])}});
}

void log_silence(const HttpRequest& call, std::string_view service, std::string_view reason) {
  log_event(LogLevel::info, "advice", call,
            {{LogName::service, service}, {LogName::cards, std::int64_t{0}}, {LogName::silent, reason}});
}

}  // namespace server
