#include "server/quieted_cards.h"

#include <algorithm>
#include <functional>
#include <mutex>
#include <utility>

#include "fhir/kept_memory.h"

namespace server {
namespace {

fhir::KeptText key_of(std::string_view patient, std::string_view topic) {
  fhir::KeptText key;
  key.reserve(patient.size() + 1 + topic.size());
  return key.append(patient).append("|").append(topic);
}

std::size_t reason_of(std::string_view system, std::string_view code) {
  const std::hash<std::string_view> hash;
  return hash(system) * 31 + hash(code);
}

rules::Quiets quiets_of(std::size_t reason, const std::vector<rules::OverrideReason>& reasons) {
  for (const auto& known : reasons)
    if (reason == reason_of(known.system, known.code)) return known.quiets;
  return rules::Quiets::nothing;
}

}  // namespace

// Who looks waits for one of them at most.
void QuietedCards::learn(std::span<const Override> overrides) {
  if (limits_.duration.count() == 0) return;
  for (const auto& override : overrides) {
    const std::unique_lock lock(mutex_);
    learn(override);
  }
}

void QuietedCards::learn(const Override& override) {
  add({reason_of(override.reason_system, override.reason_code), override.orders, override.received}, card_of(override));
  make_room();
}

// It is the one that was answered last, from now on.
QuietedCards::Card& QuietedCards::card_of(const Override& override) {
  std::string key(key_of(override.patient, override.topic));
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    Cards& cards = found->second->owner->cards;
    cards.splice(cards.end(), cards, found->second);
    return cards.back();
  }
  OfClient& client = clients_[override.client];
  Cards card;
  card.push_back({std::move(key), &client, {}});
  by_key_.emplace(card.front().key, card.begin());
  client.cards.splice(client.cards.end(), card);
  return client.cards.back();
}

// In place of the oldest one, where there are as many as may be.
void QuietedCards::add(Answered answer, Card& card) {
  const auto same = std::ranges::find_if(
      card.answers, [&](const Answered& one) { return one.reason == answer.reason && one.orders == answer.orders; });
  if (same != card.answers.end()) {
    same->received = std::max(same->received, answer.received);
  } else if (card.answers.size() < limits_.most_of_card) {
    card.answers.push_back(std::move(answer));
    ++card.owner->answers;
    ++answers_;
  } else {
    auto& oldest = *std::ranges::min_element(card.answers, {}, &Answered::received);
    if (oldest.received < answer.received) oldest = std::move(answer);
  }
}

void QuietedCards::make_room() {
  while (answers_ > limits_.most) {
    auto& [name, client] =
        *std::ranges::max_element(clients_, {}, [](const auto& each) { return each.second.answers; });
    const Card& first = client.cards.front();
    client.answers -= first.answers.size();
    answers_ -= first.answers.size();
    by_key_.erase(first.key);
    client.cards.pop_front();
  }
}

bool QuietedCards::is_quiet(std::string_view patient, std::string_view topic, std::string_view orders, Milliseconds now,
                            const std::vector<rules::OverrideReason>& reasons) const {
  const std::shared_lock lock(mutex_);
  const auto found = by_key_.find(std::string_view(key_of(patient, topic)));
  if (found == by_key_.end()) return false;
  return std::ranges::any_of(found->second->answers, [&](const Answered& one) {
    if (one.received + limits_.duration <= now) return false;
    switch (quiets_of(one.reason, reasons)) {
      case rules::Quiets::for_a_time:
        return true;
      case rules::Quiets::until_next_order:
        return !orders.empty() && one.orders == orders;
      case rules::Quiets::nothing:
        break;
    }
    return false;
  });
}

}  // namespace server
