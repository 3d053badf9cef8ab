#include "rules/plain_words.h"

namespace rules {

using Model = Guideline::Model;

std::string plain(const CardText& text, const Model& model) {
  if (text.is_empty()) return "";
  return text.written([&](std::size_t variable) { return "{" + model.variables[variable].name + "}"; });
}

std::string plain(const Wording& wording, const Model& model) {
  std::string all;
  for (const auto& text : wording.all()) all += (all.empty() ? "" : " / ") + plain(text, model);
  return all;
}

std::string provenance(const Provenance& source, const Model& model) {
  const auto* of = model.source_named(source.of.empty() ? model.source : source.of);
  std::string text = (of == nullptr ? "" : of->label + ", ") + source.section;
  return source.strength.empty() ? text : text + "; " + source.strength;
}

}  // namespace rules
