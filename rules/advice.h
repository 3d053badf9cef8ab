// What the guideline says about one patient: cards, or the reason for silence.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/fact.h"

namespace rules {

enum class Indicator : std::uint8_t { info, warning };  // critical is never used (clinical-policy.md section 7)

inline std::string_view word_of(Indicator indicator) { return indicator == Indicator::warning ? "warning" : "info"; }

// One order that the clinician can place with a click: a resource in JSON without the patient, ready to be completed.
struct Suggestion {
  std::string id;  // "order-dxa"
  std::string label;
  std::string description;  // what the action does, on its own
  std::string resource;     // FHIR R4 JSON object without subject, encounter and closing brace
};

struct GuidelineSource {
  std::string id;
  std::string label;
  std::string url;
};

// Text on a card is the guideline file's own words, with numbers, days and names out of closed lists filled in.
struct Card {
  std::string_view id;     // the outcome that made it: "dxa-baseline"
  std::string_view topic;  // letters and digits, stable: "DXABASELINE"
  std::string_view title;  // of the topic, for people
  Indicator indicator = Indicator::info;
  std::string summary;
  std::string detail;  // Markdown without HTML
  const GuidelineSource* source = nullptr;
  std::vector<const Suggestion*> suggestions;
  bool is_safety = false;  // it warns of harm: shown however often it was overridden
  // why: "table/rule" of each rule that spoke, the advice words, the facts asked, those of them that are unknown
  std::vector<std::string_view> rules;
  std::vector<std::string_view> advice;
  std::vector<FactId> facts;
  std::vector<FactId> unknown;
};

// A card that can be shown, whatever it says of a patient.
struct CardKind {
  std::string_view id;
  Indicator indicator = Indicator::info;
};

struct Decision {
  std::string_view table;
  std::string_view rule;
  std::string_view outcome;
  std::string_view name;  // "table/rule"
};

struct Advice {
  std::optional<std::string_view> silent;  // "child", "hospice", "uneventful-renewal", ...: then there are no cards
  std::vector<Card> cards;                 // bone density, therapy, nutrition and lifestyle, in this order
  std::vector<Decision> decisions;         // of every table, for audit and counting
};

}  // namespace rules
