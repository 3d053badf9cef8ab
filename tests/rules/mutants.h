// A guideline file with one slip in it, for the test that every slip is noticed.
#pragma once

#include <string>
#include <vector>

#include "fhir/json.h"
#include "rules/variable.h"

namespace rules {

struct Mutant {
  std::string name;  // "rule t-below-minus-2: t_score '< -2.0' -> '<= -2.0'"
  std::string text;  // of the whole file
};

// Each cell of each rule altered and left out, and each rule led to each other outcome.
std::vector<Mutant> mutants_of_table(fhir::Json table, const Variables& variables);
// Each cell of each criterion altered, and left out.
std::vector<Mutant> mutants_of_count(fhir::Json count, const Variables& variables);

}  // namespace rules
