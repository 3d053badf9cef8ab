// How many, or whether any, of a list of criteria hold. README.md, "A count". Internal to rules/.
#pragma once

#include <string>
#include <vector>

#include "rules/cells.h"

namespace rules {

struct Criterion {
  std::string id;
  std::string label;
  Cells when;
};

struct Count {
  std::string id;
  std::string title;
  std::string section;  // of the source
  std::string source;
  bool is_any = false;  // a boolean: does any hold?
  std::vector<Criterion> criteria;
  std::vector<std::size_t> inputs;  // the facts that its criteria ask about
  std::size_t variable = 0;         // the one that stands for the count

  Value of(const Values& values) const;
};

// Reads one count, makes it a variable and holds it to its examples.
std::optional<Count> read_count(const GuidelineFile& file, Variables& variables, Problems& problems);

}  // namespace rules
