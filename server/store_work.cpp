#include "server/store_work.h"

#include <algorithm>
#include <utility>

namespace server {
namespace {

// Of the database as a whole, not of what was to be written.
bool is_of_database(const fhir::Issue& issue) { return issue.code != fhir::IssueType::invalid; }

std::vector<Keeping> part_of(const std::vector<Keeping>& kept, std::size_t from, std::size_t size) {
  const auto first = kept.begin() + static_cast<std::ptrdiff_t>(from);
  return {first, first + static_cast<std::ptrdiff_t>(size)};
}

}  // namespace

StoreWork::StoreWork(FeedbackStore store, StoreObserver observer, StoreLimits limits, std::chrono::days keep_for)
    : store_(std::move(store)), observer_(std::move(observer)), limits_(limits), keep_for_(keep_for) {}

// Tokens first: hooks wait for them.
void StoreWork::write(StoreRound& round, StoreTime now) {
  use(round.tokens, now);
  if (!down_ || now.steady >= next_attempt_) show(round.shown, now);
  keep(round.feedback, now);
  look_for(round.outcomes, now);
}

// Last: nobody who treats patients waits for it.
void StoreWork::look_for(const std::vector<OutcomesJob>& jobs, StoreTime now) {
  for (const auto& job : jobs) {
    if (down_) {
      job.answer(*down_);
      continue;
    }
    auto found = store_.outcomes(job.from, job.until);
    if (found)
      note_success();
    else
      note_failure("outcomes", found.error(), now);
    job.answer(std::move(found));
  }
}

// What has failed is not tried again here: if the commit was done after all, an honest token would seem used.
void StoreWork::use(std::vector<TokenJob>& jobs, StoreTime now) {
  if (jobs.empty()) return;
  std::vector<UsedToken> tokens;
  for (const auto& job : jobs) tokens.push_back(job.token);
  const auto first = down_ ? fhir::Result<std::vector<bool>>(*down_) : store_.use(tokens, now.wall);
  if (first) note_success();
  if (!first && !down_) note_failure("tokens", first.error(), now);
  for (std::size_t at = 0; at < jobs.size(); ++at)
    if (first)
      jobs[at].answer((*first)[at]);
    else
      jobs[at].answer(first.error());
}

void StoreWork::show(std::vector<ShownCard>& cards, StoreTime now) {
  std::size_t done = 0;
  for (bool goes_on = true; goes_on && done < cards.size();) {
    const auto portion = std::span(cards).subspan(done, std::min(cards.size() - done, limits_.batch));
    const auto shown = show_portion(portion, now);
    goes_on = shown == portion.size();
    done += shown;
  }
  cards.erase(cards.begin(), cards.begin() + static_cast<std::ptrdiff_t>(done));
}

// Returns how many are settled: all, or those before one that failed because the database is down. A card that no
// database takes is settled, too.
std::size_t StoreWork::show_portion(std::span<const ShownCard> cards, StoreTime now) {
  if (store_.keep(cards)) {
    note_success();
    return cards.size();
  }
  count_failure("shown");
  for (std::size_t at = 0; at < cards.size(); ++at) {
    const auto kept = store_.keep(cards.subspan(at, 1));
    if (kept) {
      note_success();
      continue;
    }
    note_failure("shown", kept.error(), now);
    if (is_of_database(kept.error())) return at;
  }
  return cards.size();
}

void StoreWork::keep(std::vector<FeedbackJob>& jobs, StoreTime now) {
  if (jobs.empty()) return;
  std::vector<KeptFeedback> items;
  for (const auto& job : jobs) items.insert(items.end(), job.items.begin(), job.items.end());
  if (down_)
    for (const auto& job : jobs) job.answer(*down_);
  else
    keep_together(jobs, items, now);
}

void StoreWork::keep_together(std::vector<FeedbackJob>& jobs, std::vector<KeptFeedback>& items, StoreTime now) {
  const auto kept = store_.keep_each(items);
  if (!kept) {
    count_failure("feedback");
    for (auto& job : jobs) keep_alone(job, now);
    return;
  }
  note_success();
  learn_overrides_among(items, now);
  for (std::size_t from = 0; auto& job : jobs) {
    job.answer(part_of(*kept, from, job.items.size()));
    from += job.items.size();
  }
}

// So that one bad item does not fail the others; once the database proves to be down, no more are tried.
void StoreWork::keep_alone(FeedbackJob& job, StoreTime now) {
  if (down_) return job.answer(*down_);
  const auto kept = store_.keep_each(job.items);
  if (kept) {
    note_success();
    learn_overrides_among(job.items, now);
  } else {
    note_failure("feedback", kept.error(), now);
  }
  job.answer(kept);
}

void StoreWork::do_what_is_due(StoreTime now) {
  if (down_ && now.steady >= next_attempt_) probe(now);
  if (!down_ && now.steady >= next_poll_) poll_overrides(now);
  if (!down_ && keep_for_.count() > 0 && now.steady >= next_forget_) forget(now);
}

SteadyTime StoreWork::next_due() const {
  if (down_) return next_attempt_;
  return keep_for_.count() > 0 ? std::min(next_poll_, next_forget_) : next_poll_;
}

// Here and below the next time is set first: whatever is thrown, the thread does not spin.
void StoreWork::probe(StoreTime now) {
  next_attempt_ = now.steady + limits_.retry;
  const auto probed = store_.probe();
  if (probed)
    note_success();
  else
    note_failure("probe", probed.error(), now);
}

// Before it is acknowledged, what was just kept counts, without reading all that the next poll will read; that finds
// it, too, if this fails.
void StoreWork::learn_overrides_among(const std::vector<KeptFeedback>& items, StoreTime now) {
  std::optional<Milliseconds> since;
  for (const auto& [client, item, received] : items)
    if (item.outcome == CardOutcome::overridden && !item.reason_code.empty())
      since = std::min(since.value_or(received), received);
  if (!since) return;
  auto found = store_.overrides_since(*since, limits_.override_rows);
  if (!found) return note_failure("overrides", found.error(), now);
  tell_overrides(std::move(*found));
}

// A clock that was set back must not hide what comes now.
Milliseconds StoreWork::start_of_poll(StoreTime now) const {
  if (poll_goes_on_) return *poll_goes_on_;
  if (!polled_to_) return now.wall - limits_.override_age;
  return std::min(*polled_to_, now.wall) - limits_.override_overlap;
}

// One portion; the next comes in the next round, so that others need not wait for all of them.
void StoreWork::poll_overrides(StoreTime now) {
  next_poll_ = now.steady + limits_.override_poll;
  const auto since = start_of_poll(now);
  auto found = store_.overrides_since(since, limits_.override_rows);
  if (!found) return note_failure("overrides", found.error(), now);
  note_success();
  if (found->size() < limits_.override_rows) {
    poll_goes_on_.reset();
    polled_to_ = now.wall;
  } else {
    // More than fit into one portion cannot have come in the same millisecond.
    poll_goes_on_ = std::max(found->back().received, since + std::chrono::milliseconds(1));
    next_poll_ = now.steady;
  }
  tell_overrides(std::move(*found));
}

void StoreWork::forget(StoreTime now) {
  next_forget_ = now.steady + limits_.forget_poll;
  const auto forgotten = store_.forget_some_before(now.wall - keep_for_);
  if (!forgotten) return note_failure("forget", forgotten.error(), now);
  note_success();
  if (*forgotten > 0) next_forget_ = now.steady;
}

void StoreWork::tell_overrides(std::vector<Override> overrides) const {
  if (observer_.on_overrides && !overrides.empty()) observer_.on_overrides(std::move(overrides));
}

void StoreWork::note_success() {
  if (state_is_known_ && !down_) return;
  state_is_known_ = true;
  down_.reset();
  tell_state();
}

void StoreWork::note_failure(std::string_view operation, const fhir::Issue& issue, StoreTime now) {
  count_failure(operation);
  if (!is_of_database(issue)) return;
  const bool is_news = !state_is_known_ || !down_;
  state_is_known_ = true;
  down_ = issue;
  next_attempt_ = now.steady + limits_.retry;
  if (is_news) tell_state();
}

void StoreWork::count_failure(std::string_view operation) const {
  if (observer_.on_error) observer_.on_error(operation);
}

void StoreWork::tell_state() const {
  if (observer_.on_state) observer_.on_state(!down_, down_.value_or(fhir::Issue{}));
}

}  // namespace server
