#include "rules/said_words.h"

#include <algorithm>

#include "fhir/ascii.h"

namespace rules {

void SaidWords::add_concept(fhir::Json concept_) {
  add(concept_["text"].text());
  for (const fhir::Json coding : concept_["coding"].each()) add(coding["display"].text());
}

void SaidWords::add(std::string_view text) {
  for (const char c : text) words_.push_back(fhir::lower_case(c));
  words_.push_back(' ');
}

bool SaidWords::say_any(std::initializer_list<std::string_view> of) const {
  return std::ranges::any_of(of, [this](auto word) { return words_.find(word) != fhir::KeptText::npos; });
}

}  // namespace rules
