// Which cards a clinician does not want to see again for now, because of what was answered to them before.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/guideline.h"
#include "server/feedback_store.h"

namespace server {

struct QuietLimits {
  // A card stays quiet for so long after it was overridden; 0: never at all.
  std::chrono::days duration{365};
  // Answers that are remembered, of all patients and topics together; some 400 bytes each. Beyond it cards are shown.
  std::size_t most = 500'000;
  // Of those, for one patient and topic: a clinician answers a card a few times a year.
  std::size_t most_of_card = 32;
};

// In memory, so that looking costs nothing and waits for nobody; learned from the store. May be used from any thread.
//
// Clients say what is learned, so nothing here takes longer the more there is. When there is no room, what was answered
// longest ago gives way, of the client of whom most is remembered: nobody takes the room of those who have less.
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
    std::size_t reason;  // hash of system and code: what a client makes up takes no more room than what we know
    std::string orders;
    Milliseconds received;
  };
  struct OfClient;
  // Of one patient and topic.
  struct Card {
    std::string key;
    OfClient* owner;
    std::vector<Answered> answers;
  };
  using Cards = std::list<Card>;
  struct OfClient {
    Cards cards;  // the one that was answered last at the end
    std::size_t answers = 0;
  };

  void learn(const Override& override);
  Card& card_of(const Override& override);
  void add(Answered answer, Card& card);
  void make_room();

  const QuietLimits limits_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, OfClient, std::less<>> clients_;
  std::size_t answers_ = 0;  // of all clients
  // In a tree: of a table that grows, all who look would wait until it has grown.
  std::map<std::string_view, Cards::iterator, std::less<>> by_key_;
};

}  // namespace server
