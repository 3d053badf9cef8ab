// What the guideline says about one patient: cards, or the reason for silence.
#pragma once

#include <array>
#include <boost/container/small_vector.hpp>
#include <boost/container/static_vector.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "fhir/version.h"
#include "rules/fact.h"

namespace rules {

enum class Indicator : std::uint8_t { info, warning };  // critical is never used (clinical-policy.md section 7)

inline std::string_view word_of(Indicator indicator) { return indicator == Indicator::warning ? "warning" : "info"; }

// One order that the clinician can place with a click: a resource in JSON without the patient, ready to be completed,
// as each version of FHIR writes it.
struct Suggestion {
  std::string id;  // "order-dxa"
  std::string label;
  std::string description;  // what the action does, on its own
  // By version, without subject, encounter and closing brace; "" where it cannot be written.
  std::array<std::string, fhir::fhir_version_count> resources;

  const std::string& resource_in(fhir::FhirVersion version) const {
    return resources[static_cast<std::size_t>(version)];
  }
};

struct GuidelineSource {
  std::string id;
  std::string label;
  std::string url;
};

// A list that lies where it is declared as long as it is no longer than usual.
template <class Element, std::size_t usual>
using ShortList = boost::container::small_vector<Element, usual>;
using FactList = boost::container::static_vector<FactId, fact_count>;  // each fact once at most

// Text on a card is the guideline file's own words, with numbers, days and names out of closed lists filled in. All of
// it lives as long as the guideline, but for the summary and the detail, which the Advice keeps.
struct Card {
  std::string_view id;     // the outcome that made it: "dxa-baseline"
  std::string_view topic;  // letters and digits, stable: "DXABASELINE"
  std::string_view title;  // of the topic, for people
  Indicator indicator = Indicator::info;
  std::string_view summary;
  std::string_view detail;  // Markdown without HTML
  const GuidelineSource* source = nullptr;
  ShortList<const Suggestion*, 4> suggestions;
  bool is_safety = false;  // it warns of harm: shown however often it was overridden
  // why: "table/rule" of each rule that spoke, the advice words, the facts asked, those of them that are unknown
  ShortList<std::string_view, 16> rules;
  ShortList<std::string_view, 12> advice;
  FactList facts;
  FactList unknown;
};

// A card that can be shown, whatever it says of a patient.
struct CardKind {
  std::string_view id;
  Indicator indicator = Indicator::info;
};

// What a rule decides when it holds.
struct Decision {
  std::string_view table;
  std::string_view rule;
  std::string_view outcome;
  std::string_view name;   // "table/rule"
  std::size_t number = 0;  // its place in Guideline::all_decisions
};

struct Advice {
  std::optional<std::string_view> silent;    // "child", "hospice", "uneventful-renewal", ...: then there are no cards
  ShortList<Card, 3> cards;                  // bone density, therapy, nutrition and lifestyle, in this order
  ShortList<const Decision*, 32> decisions;  // the guideline's own, of every table: for audit and counting
  std::unique_ptr<char[]> text;              // the summaries and details of all cards
};

}  // namespace rules
