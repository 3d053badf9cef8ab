#include "server/card_basis.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace server {
namespace {

using rules::FactId;

// Whole numbers without a fraction, as people write them: 70, not 70.0.
void write_number(JsonWriter& json, double number) {
  constexpr double exact = 1e15;  // below, every whole double is an integer without rounding
  if (number == std::floor(number) && std::abs(number) < exact)
    json.Int64(static_cast<std::int64_t>(number));
  else
    json.Double(number);
}

struct WriteValue {
  JsonWriter& json;
  FactId id;
  void operator()(rules::Unknown) const { json.Null(); }
  void operator()(bool value) const { json.Bool(value); }
  void operator()(double value) const { write_number(json, value); }
  void operator()(rules::Name value) const { write(json, rules::definition_of(id).names[value.index]); }
  void operator()(fhir::Day value) const { write(json, fhir::to_string(value)); }
};

void write_fact(JsonWriter& json, FactId id, const rules::Fact& fact) {
  json.StartObject();
  write_member(json, "name", rules::definition_of(id).name);
  write_name(json, "value");
  std::visit(WriteValue{json, id}, fact.value);
  if (fact.evidence.source)
    write_member(json, "source", std::string(fact.evidence.source->type) + "/" + std::string(fact.evidence.source->id));
  if (fact.evidence.date) write_member(json, "date", fhir::to_string(*fact.evidence.date));
  json.EndObject();
}

void write_known_facts(JsonWriter& json, const rules::Card& card, const rules::Facts& facts) {
  bool any = false;
  for (const FactId id : card.facts) {
    if (!rules::is_known(facts[id].value)) continue;
    if (!any) {
      write_name(json, "facts");
      json.StartArray();
      any = true;
    }
    write_fact(json, id, facts[id]);
  }
  if (any) json.EndArray();
}

}  // namespace

void write_basis(JsonWriter& json, const rules::Card& card, const Basis& basis) {
  json.StartObject();
  write_member(json, "guideline", basis.guideline.id());
  write_member(json, "version", basis.guideline.version());
  write_member_list(json, "rules", card.rules);
  write_member_list(json, "advice", card.advice);
  write_known_facts(json, card, basis.facts);
  std::vector<std::string_view> unknown;
  for (const FactId id : card.unknown) unknown.push_back(rules::definition_of(id).name);
  write_member_list(json, "unknown", unknown);
  write_member_list(json, "withheld", basis.withheld);
  json.EndObject();
}

}  // namespace server
