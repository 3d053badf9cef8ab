#include "server/quieted_cards.h"

#include <algorithm>

#include "fhir/kept_memory.h"

namespace server {
namespace {

// Of reasons that clients can make up there are no more than this.
constexpr std::size_t most_reasons = 1'000;

fhir::KeptText key_of(std::string_view patient, std::string_view topic) {
  fhir::KeptText key;
  key.reserve(patient.size() + 1 + topic.size());
  return key.append(patient).append("|").append(topic);
}

std::string reason_text(std::string_view system, std::string_view code) {
  return std::string(system).append("|").append(code);
}

rules::Quiets quiets_of(const std::string& reason, const std::vector<rules::OverrideReason>& reasons) {
  for (const auto& known : reasons)
    if (reason == reason_text(known.system, known.code)) return known.quiets;
  return rules::Quiets::nothing;
}

}  // namespace

std::uint32_t QuietedCards::number_of(const Override& override) {
  const std::string text = reason_text(override.reason_system, override.reason_code);
  const auto found = std::ranges::find(reasons_, text);
  if (found == reasons_.end() && reasons_.size() < most_reasons) {
    reasons_.push_back(text);
    return static_cast<std::uint32_t>(reasons_.size() - 1);
  }
  return static_cast<std::uint32_t>(found - reasons_.begin());
}

void QuietedCards::learn(std::span<const Override> overrides) {
  if (limits_.duration.count() == 0) return;
  const std::unique_lock lock(mutex_);
  for (const auto& override : overrides) {
    if (answered_.size() >= limits_.most) forget_old(override.received);
    const std::string key(key_of(override.patient, override.topic));
    if (answered_.size() >= limits_.most && !answered_.contains(key)) continue;
    const auto reason = number_of(override);
    if (reason >= reasons_.size()) continue;
    auto& list = answered_[key];
    const auto same = std::ranges::find_if(
        list, [&](const Answered& one) { return one.reason == reason && one.orders == override.orders; });
    if (same == list.end())
      list.push_back({reason, override.orders, override.received});
    else
      same->received = std::max(same->received, override.received);
  }
}

void QuietedCards::forget_old(Milliseconds now) {
  for (auto entry = answered_.begin(); entry != answered_.end();) {
    std::erase_if(entry->second, [&](const Answered& one) { return one.received + limits_.duration <= now; });
    entry = entry->second.empty() ? answered_.erase(entry) : std::next(entry);
  }
}

bool QuietedCards::is_quiet(std::string_view patient, std::string_view topic, std::string_view orders, Milliseconds now,
                            const std::vector<rules::OverrideReason>& reasons) const {
  const std::shared_lock lock(mutex_);
  const auto found = answered_.find(std::string_view(key_of(patient, topic)));
  if (found == answered_.end()) return false;
  return std::ranges::any_of(found->second, [&](const Answered& one) {
    if (one.received + limits_.duration <= now) return false;
    switch (quiets_of(reasons_[one.reason], reasons)) {
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
