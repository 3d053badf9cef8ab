#include "server/card_style.h"

#include <algorithm>

#include "fhir/ascii.h"
#include "fhir/json_text.h"
#include "server/json_bytes.h"

namespace server {
namespace {

// The CodeableConcept by which the order is known here; what it is called is the guideline's, if it says so. In R5 it
// stands in a CodeableReference (http://hl7.org/fhir/R5/servicerequest.html).
void write_concept(JsonBytes& json, fhir::Json of_guideline, const OrderCode& code) {
  if (const fhir::Json inner = of_guideline["concept"]; inner.exists()) {
    json.raw(R"({"concept":)");
    write_concept(json, inner, code);
    return json.put('}');
  }
  json.member(R"({"coding":[{"system":)", code.system);
  json.member(R"(,"code":)", code.code);
  json.member(R"(,"display":)", code.display);
  json.raw("}]");
  json.member(R"(,"text":)", of_guideline["text"].text());
  json.put('}');
}

// What is ordered, in a ServiceRequest and in a MedicationRequest of any version.
bool says_what_is_ordered(std::string_view element) {
  return fhir::is_one_of(element, {"code", "medicationCodeableConcept", "medication"});
}

// A resource without its closing brace, and so is the answer.
std::string with_code(const std::string& resource, const OrderCode& code) {
  fhir::JsonDocument document;
  std::string text = resource + "}";
  const auto order = document.parse(text);
  if (!order) return resource;  // "" where the version has no such order
  JsonBytes json;
  char separator = '{';
  for (const auto& [name, value] : order->members()) {
    json.put(separator);
    json.text(name);
    json.put(':');
    if (says_what_is_ordered(name))
      write_concept(json, value, code);
    else
      json.raw(fhir::to_text(value));
    separator = ',';
  }
  return std::string(json.view());
}

rules::Suggestion with_code(rules::Suggestion suggestion, const OrderCode& code) {
  for (auto& resource : suggestion.resources) resource = with_code(resource, code);
  return suggestion;
}

// EHRs launch a SMART app at the address of a link of this type (R140).
std::string link_to(std::string_view view) {
  if (view.empty()) return {};
  JsonBytes json;
  json.raw(R"({"label":"Open the bone-health view")");
  json.member(R"(,"url":)", view);
  json.raw(R"(,"type":"smart"})");
  return std::string(json.view());
}

}  // namespace

const rules::Suggestion& CardStyle::suggestion_for(const rules::Suggestion& of_guideline) const {
  const auto found = std::ranges::find(suggestions, of_guideline.id, &rules::Suggestion::id);
  return found == suggestions.end() ? of_guideline : *found;
}

const CardStyle& usual_card_style() {
  static const CardStyle style;
  return style;
}

CardStyle card_style_of(const Client& client, const rules::Guideline& guideline) {
  CardStyle style;
  if (client.profile.selection_behavior == SelectionBehavior::at_most_one)
    style.selection_behavior = R"(,"selectionBehavior":"at-most-one")";
  JsonBytes extensions;
  extensions.member(R"(,"com.epic.cdshooks.card.detail.content-type":)", client.profile.detail_content_type);
  style.extensions = extensions.view();
  for (const auto& code : client.order_codes)
    for (const auto& suggestion : guideline.suggestions())
      if (suggestion.id == code.suggestion) style.suggestions.push_back(with_code(suggestion, code));
  return style;
}

CardStyles::CardStyles(const Clients& clients, const rules::Guideline& guideline, std::string_view view) {
  usual_.view_link = link_to(view);
  for (const auto& client : clients.list()) {
    auto& style = styles_.emplace(client.get(), card_style_of(*client, guideline)).first->second;
    style.view_link = usual_.view_link;
  }
}

const CardStyle& CardStyles::of(const Client* client) const {
  const auto found = styles_.find(client);
  return found == styles_.end() ? usual_ : found->second;
}

std::string objection_to(const Clients& clients, const rules::Guideline& guideline) {
  const auto is_suggested = [&](const OrderCode& code) {
    return std::ranges::find(guideline.suggestions(), code.suggestion, &rules::Suggestion::id) !=
           guideline.suggestions().end();
  };
  std::string known;
  for (const auto& suggestion : guideline.suggestions()) known.append(known.empty() ? "" : ", ").append(suggestion.id);
  std::size_t index = 0;
  for (const auto& client : clients.list()) {
    const auto where = "clients[" + std::to_string(index++) + "].orderCodes: ";
    if (!std::ranges::all_of(client->order_codes, is_suggested))
      return where + "a name is none of the guideline's suggestions, which are " + known;
  }
  return "";
}

}  // namespace server
