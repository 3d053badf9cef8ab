// What is remembered of cards: that they were shown, so that feedback about them can be understood; and which of them
// clinicians have answered, so that these are not shown again for a while.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/kept_memory.h"
#include "rules/advice.h"
#include "rules/guideline.h"
#include "server/card_identity.h"
#include "server/feedback_store.h"
#include "server/pseudonym.h"
#include "server/quieted_cards.h"

namespace server {

// Whom and what the cards of a call are about, by the names that the store and the audit have for them.
struct CardSubject {
  fhir::KeptText patient;
  fhir::KeptText orders;  // "" where an order has nothing by which it would be known again
};

class CardHistory {
 public:
  // Takes the cards that were shown, and never waits; false if they are lost.
  using Keep = std::function<bool(fhir::List<ShownCard>)>;
  using Now = std::function<Milliseconds()>;

  // `keep` may be empty: nothing is remembered. `quieted` must outlive this.
  CardHistory(Pseudonyms pseudonyms, const QuietedCards& quieted, Keep keep, Now now);

  CardSubject subject_of(const Call& call) const;
  // Takes cards out of the advice that a clinician has answered before, but none of safety; returns their ids, which
  // are the guideline's.
  std::vector<std::string_view> withhold(rules::Advice& advice, const rules::Guideline& guideline,
                                         const CardSubject& subject) const;
  // `uuids` are those of the advice's cards.
  void remember(const rules::Advice& advice, const CardUuids& uuids, const rules::Guideline& guideline,
                std::string_view service, const Call& call, const CardSubject& subject) const;

  // By which the audit names whoever uses the EHR; "" if the call does not say.
  fhir::KeptText user_of(std::string_view client, std::string_view user) const;

 private:
  fhir::KeptText orders_of(const Call& call) const;

  const Pseudonyms pseudonyms_;
  const QuietedCards& quieted_;
  const Keep keep_;
  const Now now_;
};

}  // namespace server
