#include "rules/supposed_facts.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "rules/plausible.h"

namespace rules {
namespace {

using fhir::Json;

// Nothing for what is no value of it.
std::optional<Value> value_of(Json given, const FactDefinition& fact) {
  if (given.is_null()) return Value(Unknown{});
  switch (fact.type) {
    case ValueType::boolean:
      if (const auto yes = given.boolean()) return Value(*yes);
      break;
    case ValueType::number:
      if (const auto number = given.number(); number && std::isfinite(*number)) return Value(*number);
      break;
    case ValueType::name:
      if (const auto found = std::ranges::find(fact.names, given.text()); found != fact.names.end())
        return Value(Name{static_cast<std::uint8_t>(found - fact.names.begin())});
      break;
    case ValueType::day:
      if (const auto date = fhir::parse_date(given.text()); date && !date->is_partial()) return Value(date->earliest);
  }
  return std::nullopt;
}

// What is wrong with a number that no patient has; "" if one may have it.
std::string beyond_belief(const Value& value, FactId fact) {
  const auto* number = std::get_if<double>(&value);
  const Range range = plausible_range(fact);
  if (number == nullptr || range.holds(*number)) return "";
  const std::string least = std::to_string(std::lround(range.least));
  return range.most ? "it must be from " + least + " to " + std::to_string(std::lround(*range.most))
                    : "it must be " + least + " or more";
}

// What has to be known for this fact to be known; "" if it does not have to be.
std::string known_because(const FactDefinition& fact, const Facts& facts) {
  if (fact.always_known) return "it is always known";
  if (!fact.known_with) return "";
  const Value& other = facts[*fact.known_with].value;
  const auto& definition = definition_of(*fact.known_with);
  if (!is_known(other)) return "";
  if (fact.known_with_name.empty()) return "it is known whenever " + std::string(definition.name) + " is";
  if (other != Value(name_value(*fact.known_with, fact.known_with_name))) return "";
  return "it is known whenever " + std::string(definition.name) + " is " + std::string(fact.known_with_name);
}

fhir::Issue refused(std::string_view name, std::string_view why) {
  return fhir::issue(fhir::IssueType::value, std::string(name).append(": ").append(why));
}

}  // namespace

fhir::Result<Facts> supposed_facts(Json given) {
  Facts facts;
  for (const auto& [name, json] : given.members()) {
    const auto id = fact_named(name);
    if (!id) return fhir::issue(fhir::IssueType::value, "there is a name that is no fact");
    const auto value = value_of(json, definition_of(*id));
    if (!value) return refused(definition_of(*id).name, "that is none of its values");
    if (const auto why = beyond_belief(*value, *id); !why.empty()) return refused(definition_of(*id).name, why);
    facts[*id].value = *value;
  }
  for (const auto& fact : fact_definitions())
    if (!is_known(facts[fact.id].value))
      if (const auto why = known_because(fact, facts); !why.empty()) return refused(fact.name, why);
  return facts;
}

}  // namespace rules
