#include "server/outcome_counts.h"

#include "server/feedback.h"
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
  auto& all = metrics();
  for (const auto& decision : guideline.all_decisions()) all.decisions.of({decision.table, decision.rule});
  for (const auto& card : guideline.all_cards()) {
    all.cards.of({card.id, word_of(card.indicator)});
    all.cards_withheld.of({card.id});
    for (const auto outcome : {CardOutcome::accepted, CardOutcome::overridden})
      all.feedback.of({card.id, word_of(outcome), "none"});
  }
  for (const auto reason : guideline.all_silences()) all.silent.of({reason});
  for (const auto reason :
       {Silence::none_of_ours, Silence::order_not_readable, Silence::nothing_due, Silence::withheld})
    all.silent.of({reason});
  for (const auto& fact : rules::fact_definitions())
    for (const auto why : {not_found, not_looked}) all.facts_unknown.of({fact.name, why});
}

void prepare_counts(const Clients& clients) {
  for (const auto& client : clients.list()) {
    for (const auto result : {"ok", "failed", "timeout", "refused"}) metrics().fhir_requests.of({client->name, result});
    if (!client->identity.has_keys()) continue;
    for (const auto result : {"ok", "failed"}) metrics().jwks_refreshes.of({client->name, result});
  }
}

void count_outcome(const rules::Advice& advice, const rules::Facts& facts, std::span<const std::string_view> withheld) {
  for (const auto* decision : advice.decisions) metrics().decisions.of({decision->table, decision->rule}).Increment();
  for (const auto& card : advice.cards) metrics().cards.of({card.id, word_of(card.indicator)}).Increment();
  for (const auto card : withheld) metrics().cards_withheld.of({card}).Increment();
  count_unknown(facts);
  if (advice.silent)
    count_silence(*advice.silent);
  else if (advice.cards.empty())
    count_silence(withheld.empty() ? Silence::nothing_due : Silence::withheld);
}

void count_silence(std::string_view reason) { metrics().silent.of({reason}).Increment(); }

}  // namespace server
