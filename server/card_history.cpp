#include "server/card_history.h"

#include <iterator>

#include "server/metrics.h"

namespace server {
namespace {

template <class Words>
fhir::KeptText joined(const Words& words) {
  fhir::KeptText text;
  for (const auto word : words) text.append(text.empty() ? "" : " ").append(word);
  return text;
}

}  // namespace

CardHistory::CardHistory(Pseudonyms pseudonyms, const QuietedCards& quieted, Keep keep, Now now)
    : pseudonyms_(std::move(pseudonyms)), quieted_(quieted), keep_(std::move(keep)), now_(std::move(now)) {}

CardSubject CardHistory::subject_of(const Call& call) const {
  return {pseudonyms_.of("patient", {call.client, call.request.patient_id}), orders_of(call)};
}

fhir::KeptText CardHistory::user_of(std::string_view client, std::string_view user) const {
  return user.empty() ? fhir::KeptText() : pseudonyms_.of("user", {client, user});
}

// An id alone is not enough: EHRs count their drafts anew for each session. "" where an order has none.
fhir::KeptText CardHistory::orders_of(const Call& call) const {
  fhir::KeptText text;
  for (const auto& order : call.orders) {
    const auto id = order.order["id"].text();
    if (id.empty()) return "";
    text.append(id).append("\n").append(order.order["authoredOn"].text()).append("\n");
  }
  return pseudonyms_.of("orders", {call.client, call.request.patient_id, text});
}

std::vector<std::string_view> CardHistory::withhold(rules::Advice& advice, const rules::Guideline& guideline,
                                                    const CardSubject& subject) const {
  std::vector<std::string_view> withheld;
  for (auto card = advice.cards.begin(); card != advice.cards.end();) {
    const bool is_quiet = !card->is_safety && quieted_.is_quiet(subject.patient, card->topic, subject.orders, now_(),
                                                                guideline.override_reasons());
    if (is_quiet) withheld.push_back(card->id);
    card = is_quiet ? advice.cards.erase(card) : std::next(card);
  }
  return withheld;
}

void CardHistory::remember(const rules::Advice& advice, const CardUuids& uuids, const rules::Guideline& guideline,
                           std::string_view service, const Call& call, const CardSubject& subject) const {
  if (!keep_ || advice.cards.empty()) return;
  const fhir::KeptText name = fhir::KeptText(guideline.id()).append(" ").append(guideline.version());
  const Milliseconds now = now_();
  fhir::List<ShownCard> shown;
  shown.reserve(advice.cards.size());
  for (std::size_t i = 0; i < advice.cards.size(); ++i) {
    const auto& card = advice.cards[i];
    const UuidText uuid(uuids[i]);
    const fhir::KeptText rules = joined(card.rules);
    shown.emplace_back(ShownCardTexts{uuid.view(), call.client, service, name, card.id, card.topic,
                                      word_of(card.indicator), rules, subject.patient, subject.orders},
                       now);
  }
  const auto count = shown.size();
  if (!keep_(std::move(shown))) metrics().shown_cards_dropped.Increment(static_cast<double>(count));
}

}  // namespace server
