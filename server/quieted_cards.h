// Which cards a clinician does not want to see again for now, because of what was answered to them before.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/guideline.h"
#include "server/feedback_store.h"

namespace server {

struct QuietLimits {
  // A card stays quiet for so long after it was overridden; 0: never at all.
  std::chrono::days duration{365};
  // Of patients and topics together that are remembered; some 100 bytes each. Beyond it cards are shown.
  std::size_t most = 500'000;
};

// In memory, so that looking costs nothing and waits for nobody; learned from the store. May be used from any thread.
class QuietedCards {
 public:
  explicit QuietedCards(QuietLimits limits = {}) : limits_(limits) {}

  // Overrides may be told more than once.
  void learn(std::span<const Override> overrides);

  // Whether the card of this topic was overridden for this patient, for a reason that the guideline says quiets it: not
  // too long ago; or, for one that quiets it until the next order, for these same orders. `orders` is "" where an order
  // has nothing by which it would be known again.
  bool is_quiet(std::string_view patient, std::string_view topic, std::string_view orders, Milliseconds now,
                const std::vector<rules::OverrideReason>& reasons) const;

 private:
  struct Answered {
    std::uint32_t reason;  // in reasons_
    std::string orders;
    Milliseconds received;
  };
  std::uint32_t number_of(const Override& override);
  void forget_old(Milliseconds now);

  // So that looking needs no text of its own on the heap.
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  const QuietLimits limits_;
  mutable std::shared_mutex mutex_;
  std::vector<std::string> reasons_;  // "system|code"
  // By patient and topic.
  std::unordered_map<std::string, std::vector<Answered>, Hash, std::equal_to<>> answered_;
};

}  // namespace server
