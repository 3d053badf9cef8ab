#include "tests/rules/mutants.h"

#include <optional>
#include <span>

#include "fhir/json_text.h"
#include "tests/rules/altered_cells.h"

namespace rules {
namespace {

// Names of members and numbers of elements, from the root.
using Path = std::vector<std::string>;

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

// The value as JSON with another string at one place; without a string the member there is left out.
std::string rewritten(fhir::Json value, std::span<const std::string> path, const std::optional<std::string>& put) {
  if (path.empty()) return put ? in_quotes(*put) : "";
  std::string text;
  if (value.is_array()) {
    std::size_t number = 0;
    for (const fhir::Json element : value.elements()) {
      const bool here = std::to_string(number++) == path[0];
      text += (text.empty() ? "" : ",") + (here ? rewritten(element, path.subspan(1), put) : fhir::to_text(element));
    }
    return "[" + text + "]";
  }
  for (const auto& [name, member] : value.members()) {
    const std::string written = name == path[0] ? rewritten(member, path.subspan(1), put) : fhir::to_text(member);
    if (!written.empty()) text += (text.empty() ? "" : ",") + in_quotes(name) + ":" + written;
  }
  return "{" + text + "}";
}

void add_cells(fhir::Json root, fhir::Json cells, const Path& at, const std::string& who, const Variables& variables,
               std::vector<Mutant>& mutants) {
  for (const auto& [name, cell] : cells.members()) {
    Path path = at;
    path.emplace_back(name);
    const std::string what = who + ": " + std::string(name) + " '" + std::string(cell.text()) + "' -> ";
    mutants.push_back({what + "left out", rewritten(root, path, std::nullopt)});
    for (const auto& other : altered_cells(cell.text(), variables[*variables.find(name)]))
      mutants.push_back({what + "'" + other + "'", rewritten(root, path, other)});
  }
}

}  // namespace

std::vector<Mutant> mutants_of_table(fhir::Json table, const Variables& variables) {
  std::vector<Mutant> mutants;
  std::size_t number = 0;
  for (const fhir::Json rule : table["rules"].elements()) {
    const std::string who = "rule " + std::string(rule["id"].text());
    const Path at{"rules", std::to_string(number++)};
    std::size_t way = 0;
    for (const fhir::Json cells : rule["when"].each()) {
      Path when = at;
      when.emplace_back("when");
      if (rule["when"].is_array()) when.push_back(std::to_string(way++));
      add_cells(table, cells, when, who, variables, mutants);
    }
    for (const auto& [outcome, words] : table["outcomes"].members())
      if (outcome != rule["then"].text())
        mutants.push_back({who + ": then " + std::string(outcome),
                           rewritten(table, Path{at[0], at[1], "then"}, std::string(outcome))});
  }
  return mutants;
}

std::vector<Mutant> mutants_of_count(fhir::Json count, const Variables& variables) {
  std::vector<Mutant> mutants;
  std::size_t number = 0;
  for (const fhir::Json criterion : count["criteria"].elements())
    add_cells(count, criterion["when"], {"criteria", std::to_string(number++), "when"},
              "criterion " + std::string(criterion["id"].text()), variables, mutants);
  return mutants;
}

}  // namespace rules
