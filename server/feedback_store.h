// What is kept: the cards that were shown, what became of them, and the tokens that were used. Blocking: for a thread
// that may wait (see store_thread.h). The same statements run on SQLite and on PostgreSQL.
//
// Every function may fail with the Issues of database.h: transient (later, without a restart), exception (somebody must
// do something), invalid (a value that no database takes). After each of them the store may be used again, and makes a
// new connection when that is needed. U+0000 in a text is kept as U+FFFD.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "fhir/result.h"
#include "server/database.h"
#include "server/feedback.h"
#include "server/shown_card.h"

namespace server {

// An item of feedback by a client, and when it came.
struct KeptFeedback {
  std::string client;
  FeedbackItem item;
  Milliseconds received{};
};

// A card that was overridden for a coded reason, with what is known of the card.
struct Override {
  std::string client;
  std::string patient;
  std::string orders;
  std::string topic;
  std::string reason_system;
  std::string reason_code;
  Milliseconds received{};
};

// How often something became of a card: a line of the report.
struct OutcomeCount {
  std::string day;        // "2026-11-26", UTC, of the showing; of the receipt, if the card is not known
  std::string guideline;  // these three are "" for feedback about cards that are not known
  std::string card;
  std::string rules;
  std::string outcome;      // "shown", "accepted" or "overridden"
  std::string reason_code;  // of an override; "" if none was told
  std::int64_t count = 0;
};

struct UsedToken {
  std::string issuer;
  std::string id;  // jti
  Milliseconds until{};
};

class FeedbackStore {
 public:
  static constexpr std::size_t all_rows = 1'000'000'000;

  // The schema is brought up to date at first use, and whenever a new connection was made. See store_schema.h.
  explicit FeedbackStore(std::unique_ptr<Database> database, StoreLimits limits = {});
  ~FeedbackStore();
  FeedbackStore(FeedbackStore&&) noexcept;

  // Durable when it returns. An item that is there already (the same client, card, outcome, suggestions, reason,
  // comment and time) is not kept twice (R171). Returns how many are new. All or none.
  fhir::Result<std::size_t> keep(std::span<const KeptFeedback> items);
  // The same; tells what became of each item.
  fhir::Result<std::vector<Keeping>> keep_each(std::span<const KeptFeedback> items);
  // A uuid that is there already stays as it is: the same call gets the same uuids. All or none.
  fhir::Result<void> keep(std::span<const ShownCard> cards);
  // Overrides with a coded reason that were received at `since` or later, of cards shown to the same client; in the
  // order in which they were received, the first `at_most` of them.
  fhir::Result<std::vector<Override>> overrides_since(Milliseconds since, std::size_t at_most = all_rows);
  // For each token whether it was used for the first time; false for one that has ended at `now`. Forgets those that
  // ended some minutes ago.
  fhir::Result<std::vector<bool>> use(std::span<const UsedToken> tokens, Milliseconds now);
  // Cards shown from `from` until before `until`, and the last outcome told of each (by the time told, then received):
  // one line for each day, guideline, card, rules, outcome and reason, in this order. What was received in that time
  // about cards that are not known is in lines of its own, without card.
  fhir::Result<std::vector<OutcomeCount>> outcomes(Milliseconds from, Milliseconds until);
  // Forgets what was shown or received before `before`; returns how many rows. Others may write in between.
  fhir::Result<std::size_t> forget_before(Milliseconds before);
  // The same, but some of it only, in one short transaction; 0 when all is forgotten.
  fhir::Result<std::size_t> forget_some_before(Milliseconds before);
  // Whether something can be written now: writes a row.
  fhir::Result<void> probe();

 private:
  template <class Body>
  fhir::Result<void> in_transaction(Body body);
  fhir::Result<std::vector<SqlRow>> read(std::string_view sql, std::span<const SqlValue> values);
  fhir::Result<void> make_ready();
  void forget_tokens(Milliseconds now);

  std::unique_ptr<Database> database_;
  StoreLimits limits_;
  std::uint64_t ready_connection_ = 0;  // the number of that whose schema was brought up to date
  Milliseconds next_token_sweep_{};
};

}  // namespace server
