#include "rules/card_text.h"

#include <algorithm>

namespace rules {

CardText CardText::read(fhir::Json json, const Variables& variables, std::string_view where, Problems& problems) {
  CardText text;
  const fhir::Json words = json.is_object() ? json["text"] : json;
  if (json.is_object()) {
    allow_members(json, {"text", "when"}, where, problems);
    text.when_ = Cells::read(
        json["when"], variables, [](std::size_t) { return true; }, where, problems);
  }
  if (words.text().empty())
    problems.add(where, "has an empty text");
  else
    text.split(words.text(), variables, where, problems);
  return text;
}

void CardText::split(std::string_view text, const Variables& variables, std::string_view where, Problems& problems) {
  for (;;) {
    const auto open = text.find('{');
    literals_.emplace_back(text.substr(0, open));
    if (literals_.back().find('}') != std::string::npos) problems.add(where, "has a } without a {");
    // Cards are Markdown without HTML: what looks like a tag would be dropped, or worse, by the EHR.
    if (literals_.back().find('<') != std::string::npos) problems.add(where, "has a < in it");
    if (open == std::string_view::npos) return;
    const auto close = text.find('}', open);
    const std::string_view name = text.substr(open + 1, close == std::string_view::npos ? close : close - open - 1);
    const auto variable = variables.find(name);
    if (!variable || close == std::string_view::npos) {
      problems.add(where, "has a placeholder that is no fact: {" + std::string(name) + "}");
      return;
    }
    placeholders_.push_back(*variable);
    text.remove_prefix(close + 1);
  }
}

void CardText::append_to(std::string& text, const Values& values, const Variables& variables) const {
  for (std::size_t i = 0; i < literals_.size(); ++i) {
    text += literals_[i];
    if (i < placeholders_.size()) append_value(text, variables[placeholders_[i]], values[placeholders_[i]]);
  }
}

std::string CardText::written(const std::function<std::string(std::size_t)>& place) const {
  std::string text;
  for (std::size_t i = 0; i < literals_.size(); ++i) {
    text += literals_[i];
    if (i < placeholders_.size()) text += place(placeholders_[i]);
  }
  return text;
}

std::size_t CardText::longest(const Variables& variables) const {
  std::size_t length = 0;
  for (const auto& literal : literals_) length += code_points(literal);
  for (const auto placeholder : placeholders_) length += longest_text(variables[placeholder]);
  return length;
}

Wording Wording::read(fhir::Json json, const Variables& variables, std::string_view where, Problems& problems) {
  Wording wording;
  bool always_applies = false;
  for (const fhir::Json text : json.each()) {
    if (always_applies) problems.add(where, "has a text that is never told: the one before it has no 'when'");
    wording.all_.push_back(CardText::read(text, variables, where, problems));
    always_applies = wording.all_.back().when().all().empty();
  }
  if (!always_applies) problems.add(where, "may have nothing to tell: its last text must have no 'when'");
  return wording;
}

const CardText& Wording::told(const Values& values) const {
  return *std::ranges::find_if(all_, [&](const CardText& text) { return text.applies(values); });
}

std::size_t code_points(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace rules
