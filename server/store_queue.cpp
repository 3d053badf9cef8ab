#include "server/store_queue.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace server {
namespace {

using fhir::IssueType;

const fhir::Issue stopping = {IssueType::transient, "the service is about to end"};
const fhir::Issue full = {IssueType::throttled, "too much waits to be stored"};

}  // namespace

const fhir::Issue* StoreQueue::refusal(std::size_t waiting, std::size_t more, std::size_t most) const {
  if (closed_) return &stopping;
  if (down_) return &*down_;
  return waiting + more > most ? &full : nullptr;
}

std::optional<fhir::Issue> StoreQueue::push(FeedbackJob job) {
  const std::scoped_lock lock(mutex_);
  const auto items = job.items.size();
  if (const auto* why = refusal(feedback_items_, items, limits_.feedback_waiting)) return *why;
  feedback_items_ += items;
  feedback_.push_back(std::move(job));
  changed_.notify_one();
  return std::nullopt;
}

std::optional<fhir::Issue> StoreQueue::push(TokenJob job) {
  const std::scoped_lock lock(mutex_);
  if (const auto* why = refusal(tokens_.size(), 1, limits_.tokens_waiting)) return *why;
  tokens_.push_back(std::move(job));
  changed_.notify_one();
  return std::nullopt;
}

std::optional<fhir::Issue> StoreQueue::push(OutcomesJob job) {
  const std::scoped_lock lock(mutex_);
  if (const auto* why = refusal(outcomes_.size(), 1, limits_.reports_waiting)) return *why;
  outcomes_.push_back(std::move(job));
  changed_.notify_one();
  return std::nullopt;
}

bool StoreQueue::push(fhir::List<ShownCard> cards) {
  const std::scoped_lock lock(mutex_);
  if (closed_ || shown_.size() + shown_in_round_ + cards.size() > limits_.shown_waiting) return false;
  // The first wakes the store's thread, which then waits for more.
  if (shown_.empty()) changed_.notify_one();
  std::move(cards.begin(), cards.end(), std::back_inserter(shown_));
  return true;
}

void StoreQueue::wake() {
  const std::scoped_lock lock(mutex_);
  woken_ = true;
  changed_.notify_one();
}

void StoreQueue::close() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
  changed_.notify_one();
}

bool StoreQueue::has_urgent_work() const {
  return woken_ || closed_ || !tokens_.empty() || !feedback_.empty() || !outcomes_.empty();
}

bool StoreQueue::has_work() const { return has_urgent_work() || (!shown_.empty() && !down_); }

StoreRound StoreQueue::take(std::chrono::nanoseconds at_most) {
  std::unique_lock lock(mutex_);
  if (at_most.count() > 0) {
    changed_.wait_for(lock, at_most, [this] { return has_work(); });
    // Nobody waits for cards to be written: one wake-up for many of them, not one a call.
    if (!shown_.empty()) changed_.wait_for(lock, limits_.gather_shown, [this] { return has_urgent_work(); });
  }
  woken_ = false;
  return take_round();
}

StoreRound StoreQueue::take_round() {
  StoreRound round{std::exchange(tokens_, {}), std::exchange(shown_, {}), {}, std::exchange(outcomes_, {})};
  shown_in_round_ = round.shown.size();
  for (std::size_t items = 0; !feedback_.empty() && items < limits_.batch; feedback_.pop_front()) {
    items += feedback_.front().items.size();
    feedback_items_ -= feedback_.front().items.size();
    round.feedback.push_back(std::move(feedback_.front()));
  }
  return round;
}

void StoreQueue::give_back(StoreRound round, std::optional<fhir::Issue> down) {
  const std::scoped_lock lock(mutex_);
  shown_.insert(shown_.begin(), std::make_move_iterator(round.shown.begin()),
                std::make_move_iterator(round.shown.end()));
  shown_in_round_ = 0;
  down_ = std::move(down);
}

bool StoreQueue::is_closed() const {
  const std::scoped_lock lock(mutex_);
  return closed_;
}

bool StoreQueue::is_empty() const {
  const std::scoped_lock lock(mutex_);
  return tokens_.empty() && shown_.empty() && feedback_.empty() && outcomes_.empty();
}

}  // namespace server
