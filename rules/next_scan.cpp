// When the next bone density scan is due, as the table about it says: asked month by month, so that no interval is
// written anywhere but there.
#include <algorithm>

#include "rules/values_of.h"

namespace rules {
namespace {

using Model = Guideline::Model;

constexpr int most_months = 120;  // no guideline waits longer
// Words of advice (tests/patients/README.md).
constexpr std::string_view not_due = "dxa-not-due";
constexpr std::string_view overdue = "dxa-repeat";

// As if nothing but time had passed since the scan.
Facts months_after(const Facts& facts, int months) {
  Facts later = facts;
  later[FactId::months_since_dxa].value = static_cast<double>(months);
  later[FactId::dxa_ordered].value = Unknown{};
  later[FactId::dxa_looked_up].value = true;
  return later;
}

bool advises(const Model& model, const Facts& facts, std::string_view word) {
  Values values = values_of(model, facts);
  for (const auto& table : model.tables) {
    const auto& advice = table.outcomes[table.settle(values)->outcome].advice;
    if (table.slot == Slot::bone_density && std::ranges::find(advice, word) != advice.end()) return true;
  }
  return false;
}

}  // namespace

std::optional<NextScan> Guideline::next_scan(const Facts& facts) const {
  const auto* last = std::get_if<fhir::Day>(&facts[FactId::dxa_date].value);
  const bool is_central = facts[FactId::dxa].value == Value(name_value(FactId::dxa, "central"));
  if (last == nullptr || !is_central) return std::nullopt;
  std::optional<int> from;
  for (int months = 0; months <= most_months; ++months) {
    const Facts later = months_after(facts, months);
    if (!from && !advises(*model_, later, not_due)) from = months;
    if (from && advises(*model_, later, overdue))
      return NextScan{fhir::add_months(*last, *from), fhir::add_months(*last, std::max(*from, months - 1))};
  }
  return std::nullopt;
}

}  // namespace rules
