// How the next bone density scan stands, as the table about it says. The days come of asking it month by month, so that
// no interval is written anywhere but there.
#include <algorithm>
#include <utility>

#include "rules/values_of.h"

namespace rules {
namespace {

using Model = Guideline::Model;
using enum ScanStanding;
using AdviceWords = ShortList<std::string_view, 4>;

constexpr int most_months = 120;  // no guideline waits longer
// Words of advice (tests/patients/README.md).
constexpr std::string_view due_soon = "dxa-due-soon";
constexpr std::string_view repeat = "dxa-repeat";
constexpr std::pair<std::string_view, ScanStanding> standings[] = {
    {"dxa-already-ordered", ordered},
    {"dxa-baseline", none_known},
    {"dxa-central-needed", non_central},
    {repeat, overdue},
    {due_soon, due},
    {"dxa-not-due", not_due},
};

bool have(const AdviceWords& words, std::string_view word) { return std::ranges::find(words, word) != words.end(); }

// What the table advises on scans.
AdviceWords advised(const Model& model, const Facts& facts) {
  AdviceWords words;
  const auto outcomes = outcomes_of(model, facts);
  for (std::size_t table = 0; table < outcomes.size(); ++table)
    if (model.tables[table].slot == Slot::bone_density)
      words.insert(words.end(), outcomes[table]->advice.begin(), outcomes[table]->advice.end());
  return words;
}

bool is_true(const Fact& fact) { return fact.value == Value(true); }

bool is_scan(const Facts& facts, std::string_view kind) {
  return facts[FactId::dxa].value == Value(name_value(FactId::dxa, kind));
}

// Where none of the words above is advised. Nothing where the table has another reason, which only its author knows.
std::optional<ScanStanding> unclear(const Facts& facts) {
  if (!is_true(facts[FactId::dxa_looked_up]) || !is_known(facts[FactId::dxa].value)) return not_looked_up;
  if (!is_known(facts[FactId::months_since_dxa].value)) return undated;
  return is_scan(facts, "no-value") ? std::optional(no_value) : std::nullopt;
}

std::optional<ScanStanding> standing(const Model& model, const Facts& facts) {
  const AdviceWords words = advised(model, facts);
  for (const auto& [word, found] : standings)
    if (have(words, word)) return found;
  return words.empty() ? std::nullopt : unclear(facts);
}

// As if nothing but time had passed since the scan.
Facts months_after(const Facts& facts, int months) {
  Facts later = facts;
  later[FactId::months_since_dxa].value = static_cast<double>(months);
  later[FactId::dxa_ordered].value = Unknown{};
  return later;
}

// Counted from the last scan of spine or hip. Where not all could be looked up, nobody knows which is the last.
std::optional<ScanWindow> window(const Model& model, const Facts& facts) {
  const auto* last = std::get_if<fhir::Day>(&facts[FactId::dxa_date].value);
  const bool counts = is_scan(facts, "central") || is_scan(facts, "no-value");
  if (last == nullptr || !counts || !is_true(facts[FactId::dxa_looked_up])) return std::nullopt;
  std::optional<int> from;
  for (int months = 0; months <= most_months; ++months) {
    const AdviceWords words = advised(model, months_after(facts, months));
    if (!from && (have(words, due_soon) || have(words, repeat))) from = months;
    if (have(words, repeat))
      return ScanWindow{fhir::add_months(*last, *from), fhir::add_months(*last, std::max(*from, months - 1))};
  }
  return std::nullopt;
}

}  // namespace

std::optional<NextScan> Guideline::next_scan(const Facts& facts) const {
  const auto stands = standing(*model_, facts);
  if (!stands || out_of_scope(facts)) return std::nullopt;
  NextScan next{*stands, std::nullopt, window(*model_, facts), is_true(facts[FactId::dxa_looked_up]),
                is_true(facts[FactId::dxa_requests_looked_up])};
  if (const auto* found = std::get_if<fhir::Day>(&facts[FactId::dxa_date].value)) next.found = *found;
  return next;
}

}  // namespace rules
