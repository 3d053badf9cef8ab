#include "rules/outcome.h"

#include <algorithm>

namespace rules {
namespace {

constexpr std::size_t longest_summary = 139;  // code points: CDS Hooks 2.0, card.summary: "less than 140"

bool any_variable(std::size_t) { return true; }

std::vector<std::string> read_texts(fhir::Json list, std::string_view where, Problems& problems) {
  std::vector<std::string> texts;
  for (const fhir::Json text : list.elements()) {
    if (text.text().empty()) problems.add(where, "has something in a list of texts that is no text");
    texts.emplace_back(text.text());
  }
  return texts;
}

std::vector<FactId> read_facts(fhir::Json list, std::string_view where, Problems& problems) {
  std::vector<FactId> facts;
  for (const fhir::Json name : list.elements()) {
    if (const auto fact = fact_named(name.text()))
      facts.push_back(*fact);
    else
      problems.add(where, "names a fact that is none: " + std::string(name.text()));
  }
  return facts;
}

NamedWhen read_named(fhir::Json json, const Variables& variables, const std::string& where, Problems& problems) {
  if (json.is_string()) return {std::string(json.text()), {}, nullptr};
  allow_members(json, {"id", "when"}, where, problems);
  return {required_text(json, "id", where, problems),
          Cells::read(json["when"], variables, any_variable, where, problems), nullptr};
}

bool is_topic(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

void read_way_of_showing(fhir::Json json, CardTemplate& card, const std::string& where, Problems& problems) {
  const std::string indicator = required_text(json, "indicator", where, problems);
  const std::string on_renewal = required_text(json, "on_renewal", where, problems);
  if (indicator != "info" && indicator != "warning") problems.add(where, "'indicator' must be info or warning");
  if (on_renewal != "show" && on_renewal != "silent") problems.add(where, "'on_renewal' must be show or silent");
  card.indicator = indicator == "warning" ? Indicator::warning : Indicator::info;
  card.on_renewal = on_renewal == "show";
}

Note read_note(fhir::Json json, const Variables& variables, const std::string& where, Problems& problems) {
  allow_members(json, {"in", "on", "text", "when", "otherwise"}, where, problems);
  Note note;
  const std::string in = required_text(json, "in", where, problems);
  if (in == "do")
    note.in = Part::steps;
  else if (in == "cautions")
    note.in = Part::cautions;
  else if (in != "found")
    problems.add(where, "'in' must be found, do or cautions");
  for (const fhir::Json name : json["on"].elements()) {
    if (const auto slot = slot_named(name.text()))
      note.on.push_back(*slot);
    else
      problems.add(where, "'on' names no slot: " + std::string(name.text()));
  }
  if (note.on.empty()) problems.add(where, "has no slot to stand on");
  note.text = CardText::read(json["text"], variables, where, problems);
  if (const fhir::Json otherwise = json["otherwise"]; otherwise.exists()) {
    const auto slot = slot_named(otherwise["slot"].text());
    if (!slot) problems.add(where, "'otherwise' has no slot");
    note.otherwise_slot = slot.value_or(Slot::therapy);
    // A card that stands there already would be lost.
    if (std::ranges::find(note.on, note.otherwise_slot) == note.on.end())
      problems.add(where, "makes a card in a slot that 'on' does not name");
    note.otherwise = read_card(otherwise, variables, where + " otherwise", problems);
  }
  return note;
}

Wording read_summary(fhir::Json json, const Variables& variables, const std::string& where, Problems& problems) {
  Wording summary = Wording::read(json, variables, where + " summary", problems);
  for (const auto& text : summary.all())
    if (text.longest(variables) > longest_summary)
      problems.add(where, "has a summary that may be " + std::to_string(text.longest(variables)) +
                              " characters long; less than 140 are shown");
  return summary;
}

}  // namespace

std::optional<Slot> slot_named(std::string_view name) {
  if (name == "bone-density") return Slot::bone_density;
  if (name == "therapy") return Slot::therapy;
  if (name == "nutrition") return Slot::nutrition;
  return std::nullopt;
}

CardTemplate read_card(fhir::Json json, const Variables& variables, const std::string& where, Problems& problems) {
  allow_members(json,
                {"topic", "title", "indicator", "on_renewal", "summary", "found", "do", "evidence", "not_found",
                 "suggestions", "slot"},
                where, problems);
  CardTemplate card;
  card.topic = required_text(json, "topic", where, problems);
  card.title = required_text(json, "title", where, problems);
  if (!is_topic(card.topic)) problems.add(where, "'topic' must be capital letters and digits");
  read_way_of_showing(json, card, where, problems);
  card.summary = read_summary(json["summary"], variables, where, problems);
  card.found = read_texts(json["found"], where, problems);
  for (const fhir::Json step : json["do"].each())
    card.steps.push_back(CardText::read(step, variables, where, problems));
  if (card.steps.empty()) problems.add(where, "does not say what to do");
  card.evidence = read_texts(json["evidence"], where, problems);
  card.not_found = read_facts(json["not_found"], where, problems);
  for (const fhir::Json suggestion : json["suggestions"].elements())
    card.suggestions.push_back(read_named(suggestion, variables, where, problems));
  return card;
}

Outcome read_outcome(std::string_view id, fhir::Json json, const Variables& variables, const std::string& where,
                     Problems& problems) {
  allow_members(json, {"silent", "advice", "card", "note", "alone", "safety"}, where, problems);
  Outcome outcome;
  outcome.id = std::string(id);
  if (!json.is_object()) problems.add(where, "is no object");
  if (json["silent"].exists()) outcome.silent = required_text(json, "silent", where, problems);
  outcome.advice = read_texts(json["advice"], where, problems);
  if (json["card"].exists())
    outcome.card = std::make_unique<CardTemplate>(read_card(json["card"], variables, where, problems));
  if (json["note"].exists())
    outcome.note = std::make_unique<Note>(read_note(json["note"], variables, where + " note", problems));
  outcome.alone = json["alone"].boolean().value_or(false);
  if (outcome.alone && !outcome.card) problems.add(where, "stands alone without a card");
  outcome.safety = json["safety"].boolean().value_or(false);
  if (outcome.safety && !outcome.card && !outcome.note) problems.add(where, "is of safety without a card or a note");
  if (!outcome.silent.empty() && (outcome.card || outcome.note)) problems.add(where, "is silent and speaks");
  if (!outcome.advice.empty() && !outcome.card && !outcome.note) problems.add(where, "advises nowhere");
  return outcome;
}

}  // namespace rules
