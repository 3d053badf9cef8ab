// What follows from a decision: silence, words of advice, a card, or a note on a card. README.md, "An outcome".
// Internal to rules/.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rules/advice.h"
#include "rules/card_text.h"

namespace rules {

struct Finding;

enum class Slot : std::uint8_t { bone_density, therapy, nutrition };
inline constexpr std::size_t slot_count = 3;
std::optional<Slot> slot_named(std::string_view name);

// What a guideline file calls something by, to be looked up once all files are read.
struct NamedWhen {
  std::string id;
  Cells when;
  const Suggestion* suggestion = nullptr;  // looked up once all files are read (guideline_links.cpp)
};

struct CardTemplate {
  std::string topic;
  std::string title;
  Indicator indicator = Indicator::info;
  bool on_renewal = true;
  Wording summary;
  std::vector<std::string> found;  // ids of findings
  std::vector<CardText> steps;     // what to do
  std::vector<std::string> evidence;
  std::vector<FactId> not_found;  // said to be missing, where they are
  std::vector<NamedWhen> suggestions;

  // Looked up once all files are read (guideline_links.cpp).
  std::vector<const Finding*> findings;
  std::string ending;  // evidence and source: the same on every card
};

enum class Part : std::uint8_t { found, steps, cautions };

struct Note {
  Part in = Part::found;
  std::vector<Slot> on;
  CardText text;
  std::optional<CardTemplate> otherwise;
  Slot otherwise_slot = Slot::therapy;
};

// What it says is elsewhere in memory: with every call all tables are asked whether their outcomes say anything.
struct Outcome {
  std::unique_ptr<CardTemplate> card;
  std::unique_ptr<Note> note;
  bool alone = false;
  bool safety = false;  // a card that it is on is never withheld
  std::string silent;   // the reason, "" if it is not
  std::vector<std::string> advice;
  std::string id;

  bool says_something() const { return !silent.empty() || card || note || !advice.empty(); }
};

CardTemplate read_card(fhir::Json json, const Variables& variables, const std::string& where, Problems& problems);
Outcome read_outcome(std::string_view id, fhir::Json json, const Variables& variables, const std::string& where,
                     Problems& problems);

}  // namespace rules
