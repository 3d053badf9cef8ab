#include "server/card_basis.h"

#include <array>
#include <string>

namespace server {
namespace {

using rules::FactId;

// `{"name":"t_score","value":`
const std::string& beginning_of(FactId id) {
  static const auto all = [] {
    std::array<std::string, rules::fact_count> beginnings;
    for (const auto& fact : rules::fact_definitions())
      beginnings[static_cast<std::size_t>(fact.id)] =
          std::string(R"({"name":")").append(fact.name).append(R"(","value":)");
    return beginnings;
  }();
  return all[static_cast<std::size_t>(id)];
}

struct WriteValue {
  JsonBytes& json;
  FactId id;
  void operator()(rules::Unknown) const { json.raw("null"); }
  void operator()(bool value) const { json.raw(value ? "true" : "false"); }
  void operator()(double value) const { json.number(value); }
  void operator()(rules::Name value) const { json.text(rules::definition_of(id).names[value.index]); }
  void operator()(fhir::Day value) const { json.text(fhir::to_string(value)); }
};

// Types and ids of resources are letters, digits, "-" and "."; nothing in them needs an escape.
void write_reference(JsonBytes& json, const fhir::ResourceRef& source) {
  json.raw(R"(,"source":")");
  json.raw(source.type);
  json.put('/');
  json.raw(source.id);
  json.put('"');
}

void write_fact(JsonBytes& json, FactId id, const rules::Fact& fact) {
  json.raw(beginning_of(id));
  std::visit(WriteValue{json, id}, fact.value);
  if (fact.evidence.source) write_reference(json, *fact.evidence.source);
  if (fact.evidence.date) json.member(R"(,"date":)", fhir::to_string(*fact.evidence.date));
  json.put('}');
}

void write_known_facts(JsonBytes& json, const rules::Card& card, const rules::Facts& facts) {
  bool any = false;
  for (const FactId id : card.facts) {
    if (!rules::is_known(facts[id].value)) continue;
    json.raw(any ? "," : R"(,"facts":[)");
    write_fact(json, id, facts[id]);
    any = true;
  }
  if (any) json.put(']');
}

}  // namespace

void write_basis(JsonBytes& json, const rules::Card& card, const Basis& basis) {
  json.raw(basis.guideline.basis);
  json.member_list(R"(,"rules":)", card.rules);
  json.member_list(R"(,"advice":)", card.advice);
  write_known_facts(json, card, basis.facts);
  rules::ShortList<std::string_view, rules::fact_count> unknown;
  for (const FactId id : card.unknown) unknown.push_back(rules::definition_of(id).name);
  json.member_list(R"(,"unknown":)", unknown);
  json.member_list(R"(,"withheld":)", basis.withheld);
  json.put('}');
}

}  // namespace server
