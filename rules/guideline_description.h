// A guideline as data: everything in it that people look at, in the order of its files.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rules/guideline.h"
#include "rules/plausible.h"

namespace rules {

struct VariableDescription {
  enum class Kind : std::uint8_t { fact, count, table };
  Kind kind = Kind::fact;
  std::string name;
  std::string label;
  ValueType type = ValueType::boolean;
  std::vector<std::string> names;  // of a name: the closed list
  bool always_known = false;
  std::optional<Range> range;   // of a fact that is a number
  std::string known_with;       // the fact with which it is known, "" if there is none
  std::string known_with_name;  // the value of that one, "" for any
};

// Variable and cell, as written.
using CellDescriptions = std::vector<std::pair<std::string, std::string>>;

struct RuleDescription {
  std::string id;
  std::vector<CellDescriptions> ways;
  std::string outcome;
  std::string criterion;
  std::string source;
};

struct OutcomeDescription {
  std::string id;
  std::string silent;
  std::vector<std::string> advice;
  std::string card;  // its summary, "" if there is none
  Indicator indicator = Indicator::info;
  std::string note;
};

struct TableDescription {
  std::string id;
  std::string title;
  std::string version;
  std::vector<std::string> inputs;
  std::vector<RuleDescription> rules;
  std::vector<OutcomeDescription> outcomes;
};

struct CountDescription {
  struct Criterion {
    std::string id;
    std::string label;
    CellDescriptions when;
  };
  std::string id;
  std::string title;
  bool is_any = false;
  std::string source;
  std::vector<Criterion> criteria;
};

struct GuidelineDescription {
  std::string title;
  std::string status;    // "draft", "active"
  std::string sign_off;  // "" if nobody has signed
  std::vector<VariableDescription> variables;
  std::vector<CountDescription> counts;
  std::vector<TableDescription> tables;
};

}  // namespace rules
