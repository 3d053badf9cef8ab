#include "server/card.h"

#include "fhir/written_order.h"
#include "server/card_basis.h"

namespace server {
namespace {

// The code system of our topics; Epic keys "do not show again" on the code (R113).
constexpr std::string_view topic_system = "urn:bone-health-cds:topic";

// A source may have no page: then its url is a URN, or missing, and is not sent (R111).
std::string_view page_of(const rules::GuidelineSource& source) {
  return source.url.starts_with("https://") ? std::string_view(source.url) : std::string_view();
}

void write_source(JsonBytes& json, const rules::Card& card) {
  json.member(R"(,"source":{"label":)", card.source->label);
  json.member(R"(,"url":)", page_of(*card.source));
  json.member(R"(,"topic":{"system":)", topic_system);
  json.member(R"(,"code":)", card.topic);
  json.member(R"(,"display":)", card.title);
  json.raw("}}");
}

// The proposed order, completed with whom it is for; without an id, which is the EHR's to give (R134). The ids are
// FHIR's: nothing in them needs an escape.
void write_resource(JsonBytes& json, const rules::Suggestion& suggestion, const Call& call) {
  json.raw(suggestion.resource_in(call.version));
  json.raw(R"(,"subject":{"reference":"Patient/)");
  json.raw(call.request.patient_id);
  json.raw(R"("})");
  if (!call.request.encounter_id.empty()) {
    json.raw(",\"");
    json.raw(fhir::encounter_element(call.version));
    json.raw(R"(":{"reference":"Encounter/)");
    json.raw(call.request.encounter_id);
    json.raw(R"("})");
  }
  json.put('}');
}

// One action: Epic allows no more, and shows its description instead of the label (R123, R131).
void write_suggestion(JsonBytes& json, const rules::Suggestion& suggestion, const Uuid& card, const Call& call) {
  json.member(R"({"label":)", suggestion.label);
  json.member(R"(,"uuid":)", UuidText(uuid_of(suggestion, card)).view());
  json.member(R"(,"actions":[{"type":"create","description":)", suggestion.description);
  json.raw(R"(,"resource":)");
  write_resource(json, suggestion, call);
  json.raw("}]}");
}

// All resources of a call are of one version (R14). None is proposed in DSTU2; the card stays.
bool takes_suggestions(const Call& call) { return call.version != fhir::FhirVersion::dstu2; }

// "any" is the one behaviour that Epic knows; with a single suggestion it means the same as at-most-one (R106).
void write_suggestions(JsonBytes& json, const rules::Card& card, const Uuid& uuid, const Call& call,
                       const CardStyle& style) {
  if (card.suggestions.empty() || !takes_suggestions(call)) return;
  json.raw(R"(,"suggestions":)");
  char separator = '[';
  for (const auto* suggestion : card.suggestions) {
    json.put(separator);
    write_suggestion(json, style.suggestion_for(*suggestion), uuid, call);
    separator = ',';
  }
  json.put(']');
  json.raw(style.selection_behavior);
}

// The guideline's own page, and the bone-health view; never an address with anything about the patient in it (R143).
void write_links(JsonBytes& json, const rules::Card& card, std::string_view view) {
  const std::string_view page = page_of(*card.source);
  if (page.empty() && view.empty()) return;
  json.raw(R"(,"links":[)");
  if (!page.empty()) {
    json.raw(R"({"label":"Read )");
    json.part_of_text(card.source->label);
    json.member(R"(","url":)", page);
    json.raw(R"(,"type":"absolute"})");
  }
  if (!page.empty() && !view.empty()) json.put(',');
  json.raw(view);
  json.put(']');
}

// The view reads the record on the FHIR server of the call, so that there must be one; one link to it is enough.
std::string_view view_for(std::size_t card, const Call& call, const CardStyle& style) {
  return card == 0 && !call.request.fhir_server.text().empty() ? std::string_view(style.view_link) : "";
}

void write_card(JsonBytes& json, const rules::Card& card, const Uuid& uuid, const Basis& basis, const Call& call,
                const CardStyle& style, std::string_view view) {
  json.member(R"({"uuid":)", UuidText(uuid).view());
  json.member(R"(,"summary":)", card.summary);
  json.member(R"(,"detail":)", card.detail);
  json.member(R"(,"indicator":)", word_of(card.indicator));
  write_source(json, card);
  write_suggestions(json, card, uuid, call, style);
  json.raw(basis.guideline.override_reasons);
  write_links(json, card, view);
  json.raw(R"(,"extension":{"bone-health-cds.basis":)");
  write_basis(json, card, basis);
  json.raw(style.extensions);
  json.raw("}}");
}

}  // namespace

std::string cards_json(const rules::Advice& advice, const CardUuids& uuids, const Basis& basis, const Call& call,
                       const CardStyle& style) {
  thread_local JsonBytes answer;
  answer.clear();
  answer.raw(R"({"cards":[)");
  for (std::size_t i = 0; i < advice.cards.size(); ++i) {
    if (i > 0) answer.put(',');
    write_card(answer, advice.cards[i], uuids[i], basis, call, style, view_for(i, call, style));
  }
  answer.raw("]}");
  return std::string(answer.view());
}

}  // namespace server
