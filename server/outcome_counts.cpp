#include "server/outcome_counts.h"

#include "server/metrics.h"

namespace server {
namespace {

constexpr std::string_view not_found = "not_found", not_looked = "not_looked";

void count_unknown(const rules::Facts& facts) {
  for (const auto& fact : rules::fact_definitions())
    if (!rules::is_known(facts[fact.id].value))
      metrics().facts_unknown.of({fact.name, facts[fact.id].looked ? not_found : not_looked}).Increment();
}

}  // namespace

void prepare_counts(const rules::Guideline& guideline) {
  for (const auto& decision : guideline.all_decisions()) metrics().decisions.of({decision.table, decision.rule});
  for (const auto& fact : rules::fact_definitions())
    for (const auto why : {not_found, not_looked}) metrics().facts_unknown.of({fact.name, why});
}

void count_outcome(const rules::Advice& advice, const rules::Facts& facts, std::span<const std::string_view> withheld) {
  for (const auto& decision : advice.decisions) metrics().decisions.of({decision.table, decision.rule}).Increment();
  for (const auto& card : advice.cards) metrics().cards.of({card.id, word_of(card.indicator)}).Increment();
  for (const auto card : withheld) metrics().cards_withheld.of({card}).Increment();
  count_unknown(facts);
  if (advice.silent)
    count_silence(*advice.silent);
  else if (advice.cards.empty())
    count_silence(withheld.empty() ? "nothing-due" : "withheld");
}

void count_silence(std::string_view reason) { metrics().silent.of({reason}).Increment(); }

}  // namespace server
