// What is written beside a code, where a word of it may contradict or narrow the code. Internal to rules/.
#pragma once

#include <initializer_list>
#include <string_view>

#include "fhir/json.h"
#include "fhir/kept_memory.h"

namespace rules {

class SaidWords {
 public:
  // The text and the displays of a CodeableConcept.
  void add_concept(fhir::Json concept_);
  void add(std::string_view text);

  // Whether any of these, in lower case, stands in it, in any case and also within a longer word.
  bool say_any(std::initializer_list<std::string_view> of) const;

 private:
  fhir::KeptText words_;  // in lower case
};

}  // namespace rules
