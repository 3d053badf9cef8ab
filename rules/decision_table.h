// A decision table with the unique hit policy: for every combination of its inputs exactly one rule holds.
// README.md, "A table". Internal to rules/.
#pragma once

#include <bitset>
#include <cstdint>
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

// A cell of one way of a rule, as it is asked with every call: small, for there are hundreds.
struct Test {
  static constexpr std::uint16_t always = 0xFFFF;  // no cell about numbers: holds for each
  std::uint64_t kinds;                             // Condition::kinds
  std::uint16_t variable;
  std::uint16_t number;  // its cell, in the row of those about numbers
  std::uint16_t rule;
  std::uint16_t end;  // of the way, in the row of tests
};
static_assert(sizeof(Test) == 16);

struct DecisionTable {
  // All cells of the rules in one row, so that to decide is to go through memory once. It and what follows stand in
  // front, as that is all that most calls look at.
  std::vector<Test> tests;
  std::vector<Condition> numbers;
  std::vector<Rule> rules;
  std::size_t variable = 0;  // the one that stands for this table's outcome
  std::vector<Outcome> outcomes;

  std::string id;
  std::string title;
  std::string version;
  std::optional<Slot> slot;
  std::vector<std::size_t> inputs;

  // Looked up once all files are read (guideline_links.cpp).
  FactSet asked;     // the facts that it and its counts ask for
  FactSet rests_on;  // these, and those of the earlier tables that it asks

  // The rule that holds. A proven table has one for all values; in one that is not, the first that holds.
  const Rule* decide(const Values& values) const;
  // The same, and its outcome becomes the value that later tables see; unknown where no rule holds.
  const Rule* settle(Values& values) const;

 private:
  bool holds(const Test& test, const Values& values) const;
};

// Reads one table and makes its outcome a variable. Its examples are checked by the proof.
std::optional<DecisionTable> read_table(const GuidelineFile& file, Variables& variables, Problems& problems);

}  // namespace rules
