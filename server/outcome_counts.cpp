#include "server/outcome_counts.h"

#include "server/feedback.h"

namespace server {

namespace {

std::vector<prometheus::Counter*> counters_of(const rules::Guideline& guideline, std::string_view service) {
  auto& all = metrics();
  std::vector<prometheus::Counter*> counters;
  for (const auto& decision : guideline.all_decisions())
    counters.push_back(&all.decisions.of({service, decision.table, decision.rule}));
  for (const auto& fact : rules::fact_definitions())
    for (const auto* why : {"not_found", "not_looked"}) counters.push_back(&all.facts_unknown.of({fact.name, why}));
  return counters;
}

}  // namespace

OutcomeCounts::OutcomeCounts(const rules::Guideline& guideline, std::string_view service)
    : service_(service), decision_count_(guideline.all_decisions().size()), tally_(counters_of(guideline, service)) {
  auto& all = metrics();
  for (const auto& card : guideline.all_cards()) {
    all.cards.of({service, card.id, word_of(card.indicator)});
    all.cards_withheld.of({service, card.id});
    for (const auto outcome : {CardOutcome::accepted, CardOutcome::overridden})
      all.feedback.of({card.id, word_of(outcome), "none"});
  }
  for (const auto reason : guideline.all_silences()) all.silent.of({service, reason});
  for (const auto reason : {Silence::none_of_ours, Silence::not_taken, Silence::proxy, Silence::order_not_readable,
                            Silence::nothing_due, Silence::withheld})
    all.silent.of({service, reason});
}

void OutcomeCounts::count(const rules::Advice& advice, const rules::Facts& facts,
                          std::span<const std::string_view> withheld) const {
  for (const auto* decision : advice.decisions) tally_.raise(decision->number);
  for (const auto& card : advice.cards) metrics().cards.of({service_, card.id, word_of(card.indicator)}).Increment();
  for (const auto card : withheld) metrics().cards_withheld.of({service_, card}).Increment();
  count_unknown(facts);
  if (advice.silent)
    count_silence(*advice.silent);
  else if (advice.cards.empty())
    count_silence(withheld.empty() ? Silence::nothing_due : Silence::withheld);
}

void OutcomeCounts::count_unknown(const rules::Facts& facts) const {
  for (std::size_t i = 0; i < rules::fact_count; ++i) {
    const rules::Fact& fact = facts.all[i];
    if (rules::is_known(fact.value)) continue;
    tally_.raise(decision_count_ + 2 * i + (fact.looked ? 0 : 1));
  }
}

void prepare_counts(const Clients& clients) {
  for (const auto& client : clients.list()) {
    for (const auto result : {"ok", "failed", "timeout", "refused"}) metrics().fhir_requests.of({client->name, result});
    if (!client->identity.has_keys()) continue;
    for (const auto result : {"ok", "failed"}) metrics().jwks_refreshes.of({client->name, result});
  }
}

void OutcomeCounts::count_silence(std::string_view reason) const {
  metrics().silent.of({service_, reason}).Increment();
}

}  // namespace server
