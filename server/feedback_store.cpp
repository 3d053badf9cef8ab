#include "server/feedback_store.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "server/store_schema.h"
#include "server/store_values.h"
#include "server/transaction.h"

namespace server {
namespace {

using Values = std::vector<SqlValue>;

constexpr std::string_view keep_feedback =
    "INSERT INTO feedback (digest, client, card, outcome, suggestions, reason_system, reason_code, comment, told,"
    " received) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING"
    " RETURNING COALESCE((SELECT s.card FROM shown_card s WHERE s.uuid = feedback.card AND s.client = feedback.client),"
    " '')";
constexpr std::string_view keep_shown =
    "INSERT INTO shown_card (uuid, client, service, guideline, card, topic, indicator, rules, patient, orders, shown)"
    " VALUES ";
// So many cards are kept by one statement where as many wait: what a statement costs by itself, they share.
constexpr std::size_t cards_at_once = 16;
constexpr std::string_view keep_token =
    "INSERT INTO used_token (digest, until) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1";
constexpr std::string_view read_overrides =
    "SELECT f.client, s.patient, s.orders, s.topic, f.reason_system, f.reason_code, f.received FROM feedback f"
    " JOIN shown_card s ON s.uuid = f.card AND s.client = f.client"
    " WHERE f.received >= $1 AND f.outcome = 'overridden' AND f.reason_code <> ''"
    " ORDER BY f.received, f.digest LIMIT $2";
// The last outcome told of a card has place 1; what has no time of its own was told when it came. Then the days, as
// numbers since 1970: cards shown, what became of them, and feedback about cards that are not known.
constexpr std::string_view read_outcomes =
    "WITH told AS (SELECT f.outcome, f.reason_code, f.received, s.uuid, s.guideline, s.card, s.rules, s.shown,"
    " ROW_NUMBER() OVER (PARTITION BY f.client, f.card ORDER BY CASE WHEN f.told = 0 THEN f.received ELSE f.told END"
    " DESC, f.received DESC, f.digest) AS place"
    " FROM feedback f LEFT JOIN shown_card s ON s.uuid = f.card AND s.client = f.client"
    " WHERE (s.uuid IS NULL AND f.received >= $1 AND f.received < $2) OR (s.shown >= $1 AND s.shown < $2)),"
    " line AS (SELECT shown / 86400000 AS day, guideline, card, rules, 'shown' AS outcome, '' AS reason_code"
    " FROM shown_card WHERE shown >= $1 AND shown < $2"
    " UNION ALL SELECT COALESCE(shown, received) / 86400000, COALESCE(guideline, ''), COALESCE(card, ''),"
    " COALESCE(rules, ''), outcome, CASE WHEN outcome = 'overridden' THEN reason_code ELSE '' END"
    " FROM told WHERE place = 1)"
    " SELECT day, guideline, card, rules, outcome, reason_code, COUNT(*) FROM line"
    " GROUP BY day, guideline, card, rules, outcome, reason_code";
constexpr std::string_view forget_feedback =
    "DELETE FROM feedback WHERE digest IN (SELECT digest FROM feedback WHERE received < $1 LIMIT $2) RETURNING 1";
constexpr std::string_view forget_shown =
    "DELETE FROM shown_card WHERE (uuid, client) IN (SELECT uuid, client FROM shown_card WHERE shown < $1 LIMIT $2)"
    " RETURNING 1";
constexpr std::string_view forget_used =
    "DELETE FROM used_token WHERE digest IN (SELECT digest FROM used_token WHERE until < $1 LIMIT $2)";
constexpr std::string_view write_probe =
    "INSERT INTO probe (id, times) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET times = probe.times + 1";

std::string keep_shown_for(std::size_t cards) {
  constexpr std::size_t columns = std::tuple_size_v<decltype(values_of(std::declval<const ShownCard&>()))>;
  std::string sql(keep_shown);
  for (std::size_t number = 1; number <= cards * columns; ++number) {
    const std::size_t column = (number - 1) % columns;
    sql += column > 0 ? ", $" : number == 1 ? "($" : ", ($";
    sql += std::to_string(number) + (column == columns - 1 ? ")" : "");
  }
  return sql + " ON CONFLICT DO NOTHING";
}

Override override_of(const SqlRow& row) {
  return {row.at(0), row.at(1), row.at(2), row.at(3), row.at(4), row.at(5), Milliseconds(milliseconds_in(row.at(6)))};
}

OutcomeCount outcome_count_of(const SqlRow& row) {
  return {day_text(number_in(row.at(0))), row.at(1), row.at(2), row.at(3), row.at(4), row.at(5), number_in(row.at(6))};
}

// The databases differ in how they sort texts.
void sort_lines(std::vector<OutcomeCount>& lines) {
  const auto key = [](const OutcomeCount& line) {
    return std::tie(line.day, line.guideline, line.card, line.rules, line.outcome, line.reason_code);
  };
  std::sort(lines.begin(), lines.end(), [&](const auto& one, const auto& other) { return key(one) < key(other); });
}

}  // namespace

FeedbackStore::FeedbackStore(std::unique_ptr<Database> database, StoreLimits limits)
    : database_(std::move(database)), limits_(limits) {}
FeedbackStore::~FeedbackStore() = default;
FeedbackStore::FeedbackStore(FeedbackStore&&) noexcept = default;

// A new connection may have led to another database than the one before.
fhir::Result<void> FeedbackStore::make_ready() {
  const auto connection = database_->connect();
  if (!connection) return connection.error();
  if (*connection == ready_connection_) return {};
  auto done = bring_up_to_date(*database_);
  if (done) ready_connection_ = *connection;
  return done;
}

template <class Body>
fhir::Result<void> FeedbackStore::in_transaction(Body body) {
  if (auto ready = make_ready(); !ready) return ready;
  if (auto begun = database_->begin(); !begun) return begun;
  return finish_transaction(*database_, body);
}

// Twice, since a connection to a server may have been lost while nothing was asked.
fhir::Result<std::vector<SqlRow>> FeedbackStore::read(std::string_view sql, std::span<const SqlValue> values) {
  for (bool again = true;; again = false) {
    auto ready = make_ready();
    if (!ready) return ready.error();
    auto rows = database_->run(sql, values);
    if (rows || !again || rows.error().code != fhir::IssueType::transient) return rows;
  }
}

fhir::Result<std::size_t> FeedbackStore::keep(std::span<const KeptFeedback> items) {
  const auto kept = keep_each(items);
  if (!kept) return kept.error();
  return count_new(*kept);
}

fhir::Result<std::vector<Keeping>> FeedbackStore::keep_each(std::span<const KeptFeedback> items) {
  std::vector<Keeping> kept;
  auto done = in_transaction([&]() -> fhir::Result<void> {
    for (const auto& item : items) {
      const auto inserted = database_->run(keep_feedback, values_of(item));
      if (!inserted) return inserted.error();
      kept.push_back(inserted->empty() ? Keeping{} : Keeping{true, inserted->front().front()});
    }
    return {};
  });
  if (!done) return done.error();
  return kept;
}

fhir::Result<void> FeedbackStore::keep(std::span<const ShownCard> cards) {
  static const std::string one = keep_shown_for(1), many = keep_shown_for(cards_at_once);
  return in_transaction([&]() -> fhir::Result<void> {
    Values values;
    for (auto rest = cards; !rest.empty(); values.clear()) {
      const bool are_many = rest.size() >= cards_at_once;
      const auto next = rest.first(are_many ? cards_at_once : 1);
      for (const auto& card : next) std::ranges::move(values_of(card), std::back_inserter(values));
      if (const auto inserted = database_->run(are_many ? many : one, values); !inserted) return inserted.error();
      rest = rest.subspan(next.size());
    }
    return {};
  });
}

fhir::Result<std::vector<Override>> FeedbackStore::overrides_since(Milliseconds since, std::size_t at_most) {
  const auto rows = read(read_overrides, Values{number_of(since), static_cast<std::int64_t>(at_most)});
  if (!rows) return rows.error();
  std::vector<Override> overrides;
  std::transform(rows->begin(), rows->end(), std::back_inserter(overrides), override_of);
  return overrides;
}

fhir::Result<std::vector<bool>> FeedbackStore::use(std::span<const UsedToken> tokens, Milliseconds now) {
  std::vector<bool> first;
  auto done = in_transaction([&]() -> fhir::Result<void> {
    for (const auto& token : tokens) {
      if (token.until <= now) {  // what would be remembered of it might be forgotten at once
        first.push_back(false);
        continue;
      }
      const auto inserted = database_->run(keep_token, values_of(token));
      if (!inserted) return inserted.error();
      first.push_back(!inserted->empty());
    }
    return {};
  });
  if (!done) return done.error();
  forget_tokens(now);
  return first;
}

// If it fails, another time will do. On its own, since two replicas that forget the same may be in each other's way.
void FeedbackStore::forget_tokens(Milliseconds now) {
  if (now < next_token_sweep_) return;
  next_token_sweep_ = now + limits_.token_sweep;
  static_cast<void>(database_->run(
      forget_used, Values{number_of(now - limits_.token_grace), static_cast<std::int64_t>(limits_.forgotten_rows)}));
}

fhir::Result<std::vector<OutcomeCount>> FeedbackStore::outcomes(Milliseconds from, Milliseconds until) {
  const auto rows = read(read_outcomes, Values{number_of(from), number_of(until)});
  if (!rows) return rows.error();
  std::vector<OutcomeCount> lines;
  std::transform(rows->begin(), rows->end(), std::back_inserter(lines), outcome_count_of);
  sort_lines(lines);
  return lines;
}

fhir::Result<std::size_t> FeedbackStore::forget_some_before(Milliseconds before) {
  std::size_t forgotten = 0;
  auto done = in_transaction([&]() -> fhir::Result<void> {
    for (const auto sql : {forget_feedback, forget_shown}) {
      const auto rows =
          database_->run(sql, Values{number_of(before), static_cast<std::int64_t>(limits_.forgotten_rows)});
      if (!rows) return rows.error();
      forgotten += rows->size();
    }
    return {};
  });
  if (!done) return done.error();
  return forgotten;
}

fhir::Result<std::size_t> FeedbackStore::forget_before(Milliseconds before) {
  for (std::size_t forgotten = 0;;) {
    const auto some = forget_some_before(before);
    if (!some) return some.error();
    if (*some == 0) return forgotten;
    forgotten += *some;
  }
}

fhir::Result<void> FeedbackStore::probe() {
  return in_transaction([&]() -> fhir::Result<void> {
    const auto written = database_->run(write_probe);
    if (!written) return written.error();
    return {};
  });
}

}  // namespace server
