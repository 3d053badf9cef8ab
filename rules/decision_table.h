// A decision table with the unique hit policy: for every combination of its inputs exactly one rule holds.
// README.md, "A table". Internal to rules/.
#pragma once

#include <bitset>
#include <string>
#include <vector>

#include "rules/cells.h"
#include "rules/outcome.h"

namespace rules {

using FactSet = std::bitset<fact_count>;

// Where a rule comes from.
struct Provenance {
  std::string of;  // id of a source of the profile
  std::string section;
  std::string strength;
};

struct Rule {
  std::string id;
  std::string full_id;      // "table/rule"
  std::vector<Cells> ways;  // any of them
  std::size_t outcome = 0;
  Wording criterion;  // empty if the outcome says nothing
  Provenance source;

  // Looked up once all files are read (guideline_links.cpp).
  const GuidelineSource* cited = nullptr;
  std::string citation;  // " (The policy, section 4; strong)."
  Decision decision;
};

struct DecisionTable {
  std::string id;
  std::string title;
  std::string version;
  std::optional<Slot> slot;
  std::size_t variable = 0;  // the one that stands for this table's outcome
  std::vector<std::size_t> inputs;
  std::vector<Rule> rules;
  std::vector<Outcome> outcomes;

  // Looked up once all files are read (guideline_links.cpp).
  FactSet asked;     // the facts that it and its counts ask for
  FactSet rests_on;  // these, and those of the earlier tables that it asks

  // The rule that holds. A proven table has one for all values; in one that is not, the first that holds.
  const Rule* decide(const Values& values) const;
};

// Reads one table and makes its outcome a variable. Its examples are checked by the proof.
std::optional<DecisionTable> read_table(const GuidelineFile& file, Variables& variables, Problems& problems);

}  // namespace rules
