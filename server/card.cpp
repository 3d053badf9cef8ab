#include "server/card.h"

#include <algorithm>

#include "fhir/resources.h"
#include "server/card_basis.h"
#include "server/json_writer.h"

namespace server {
namespace {

// The code system of our topics; Epic keys "do not show again" on the code (R113).
constexpr std::string_view topic_system = "urn:bone-health-cds:topic";

// A source may have no page: then its url is a URN, or missing, and is not sent (R111).
std::string_view page_of(const rules::GuidelineSource& source) {
  return source.url.starts_with("https://") ? std::string_view(source.url) : std::string_view();
}

void write_source(JsonWriter& json, const rules::Card& card) {
  write_name(json, "source");
  json.StartObject();
  write_member(json, "label", card.source->label);
  write_member(json, "url", page_of(*card.source));
  write_name(json, "topic");
  json.StartObject();
  write_member(json, "system", topic_system);
  write_member(json, "code", card.topic);
  write_member(json, "display", card.title);
  json.EndObject();
  json.EndObject();
}

// The proposed order, completed with whom it is for; without an id, which is the EHR's to give (R134).
void write_resource(JsonWriter& json, const rules::Suggestion& suggestion, const CdsRequest& request) {
  std::string resource = suggestion.resource;
  resource.append(R"(,"subject":{"reference":"Patient/)").append(request.patient_id).append("\"}");
  if (!request.encounter_id.empty())
    resource.append(R"(,"encounter":{"reference":"Encounter/)").append(request.encounter_id).append("\"}");
  resource += '}';
  json.RawValue(resource.data(), resource.size(), rapidjson::kObjectType);
}

// One action: Epic allows no more, and shows its description instead of the label (R123, R131).
void write_suggestion(JsonWriter& json, const rules::Suggestion& suggestion, const rules::Card& card,
                      const Call& call) {
  json.StartObject();
  write_member(json, "label", suggestion.label);
  write_member(json, "uuid", uuid_of(suggestion, card, call));
  write_name(json, "actions");
  json.StartArray();
  json.StartObject();
  write_member(json, "type", "create");
  write_member(json, "description", suggestion.description);
  write_name(json, "resource");
  write_resource(json, suggestion, call.request);
  json.EndObject();
  json.EndArray();
  json.EndObject();
}

// Suggestions are FHIR R4 resources. A client whose order is a DSTU2 MedicationOrder cannot take them; all resources
// of a call are of one version (R14). The card stays.
bool reads_r4(const Call& call) {
  return std::ranges::none_of(call.orders,
                              [](const auto& order) { return fhir::resource_type(order.order) == "MedicationOrder"; });
}

// "any" is the one behaviour that Epic knows; with a single suggestion it means the same as at-most-one (R106).
void write_suggestions(JsonWriter& json, const rules::Card& card, const Call& call) {
  if (card.suggestions.empty() || !reads_r4(call)) return;
  write_name(json, "suggestions");
  json.StartArray();
  for (const auto* suggestion : card.suggestions) write_suggestion(json, *suggestion, card, call);
  json.EndArray();
  write_member(json, "selectionBehavior", "any");
}

void write_override_reasons(JsonWriter& json, const rules::Guideline& guideline) {
  if (guideline.override_reasons().empty()) return;
  write_name(json, "overrideReasons");
  json.StartArray();
  for (const auto& reason : guideline.override_reasons()) {
    json.StartObject();
    write_member(json, "code", reason.code);
    write_member(json, "system", reason.system);
    write_member(json, "display", reason.display);
    json.EndObject();
  }
  json.EndArray();
}

// The guideline's own page; never an address with anything about the patient in it (R143).
void write_links(JsonWriter& json, const rules::Card& card) {
  if (page_of(*card.source).empty()) return;
  write_name(json, "links");
  json.StartArray();
  json.StartObject();
  write_member(json, "label", "Read " + card.source->label);
  write_member(json, "url", page_of(*card.source));
  write_member(json, "type", "absolute");
  json.EndObject();
  json.EndArray();
}

void write_card(JsonWriter& json, const rules::Card& card, const Basis& basis, const Call& call) {
  json.StartObject();
  write_member(json, "uuid", uuid_of(card, call));
  write_member(json, "summary", card.summary);
  write_member(json, "detail", card.detail);
  write_member(json, "indicator", word_of(card.indicator));
  write_source(json, card);
  write_suggestions(json, card, call);
  write_override_reasons(json, basis.guideline);
  write_links(json, card);
  write_name(json, "extension");
  json.StartObject();
  write_name(json, "bone-health-cds.basis");
  write_basis(json, card, basis);
  json.EndObject();
  json.EndObject();
}

}  // namespace

std::string cards_json(const rules::Advice& advice, const Basis& basis, const Call& call) {
  thread_local KeptJsonWriter answer;
  JsonWriter& json = answer.begin();
  json.StartObject();
  write_name(json, "cards");
  json.StartArray();
  for (const auto& card : advice.cards) write_card(json, card, basis, call);
  json.EndArray();
  json.EndObject();
  return std::string(answer.text());
}

}  // namespace server
