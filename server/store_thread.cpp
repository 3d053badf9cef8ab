#include "server/store_thread.h"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <future>
#include <thread>

#include "server/store_queue.h"
#include "server/thread_answer.h"

namespace server {
namespace {

using fhir::IssueType;

// Longer than anything is due; a wait for ever would overflow some clocks.
constexpr std::chrono::nanoseconds longest_wait = std::chrono::hours(1);

template <class T>
auto giver_of(std::shared_ptr<ThreadAnswer<T>> answer) {
  return [answer = std::move(answer)](fhir::Result<T> result) { answer->give(std::move(result)); };
}

// Waits for what the job gives, but no longer than this.
template <class T, class Job>
Awaitable<fhir::Result<T>> hand_over(StoreQueue& queue, Job job, std::chrono::milliseconds wait) {
  const auto deadline = in(wait);
  const Executor executor = co_await boost::asio::this_coro::executor;
  auto answer = std::make_shared<ThreadAnswer<T>>(executor);
  job.answer = giver_of(answer);
  auto refused = queue.push(std::move(job));
  if (refused) co_return *refused;
  auto late = fhir::issue(IssueType::transient, "the database is slow");
  co_return co_await ThreadAnswer<T>::wait(std::move(answer), deadline, std::move(late));
}

// An answer that is there already stays.
void answer_all(const StoreRound& round, const fhir::Issue& issue) {
  for (const auto& job : round.tokens) job.answer(issue);
  for (const auto& job : round.feedback) job.answer(issue);
  for (const auto& job : round.outcomes) job.answer(issue);
}

bool has_jobs(const StoreRound& round) {
  return !round.tokens.empty() || !round.feedback.empty() || !round.outcomes.empty();
}

}  // namespace

class StoreThread::Implementation {
 public:
  Implementation(FeedbackStore store, StoreObserver observer, StoreSettings settings)
      : settings_(std::move(settings)),
        queue_(settings_.limits),
        work_(std::move(store), std::move(observer), settings_.limits, settings_.keep_for),
        thread_([this] { run(); }) {}
  ~Implementation() { stop(); }

  StoreQueue& queue() { return queue_; }
  const StoreLimits& limits() const { return settings_.limits; }

  void await_beginning(std::chrono::milliseconds at_most) const { has_begun_.wait_for(at_most); }

  void stop() {
    queue_.close();
    if (thread_.joinable()) thread_.join();
  }

 private:
  StoreTime now() const { return {settings_.wall_clock(), settings_.steady_clock()}; }

  void run() {
    do_round(std::chrono::nanoseconds(0));
    beginning_.set_value();
    while (!queue_.is_closed()) do_round(until_next_due());
    finish();
  }

  std::chrono::nanoseconds until_next_due() const {
    const auto now = settings_.steady_clock();
    const auto due = work_.next_due();
    if (due <= now) return std::chrono::nanoseconds(0);
    return std::min<std::chrono::nanoseconds>(due - now, longest_wait);
  }

  void do_round(std::chrono::nanoseconds wait_at_most) {
    auto round = queue_.take(wait_at_most);
    try {
      work_.write(round, now());
      if (!queue_.is_closed()) work_.do_what_is_due(now());
    } catch (const std::exception&) {  // no memory, or an observer that fails: nothing that the next round will have
      answer_all(round, fhir::issue(IssueType::exception, "the store has failed"));
      round.shown.clear();
    }
    queue_.give_back(std::move(round), work_.down());
  }

  void finish() {
    const auto end = settings_.steady_clock() + settings_.limits.stop;
    while (!queue_.is_empty() && !work_.down() && settings_.steady_clock() < end) do_round(std::chrono::nanoseconds(0));
    for (auto rest = queue_.take({}); has_jobs(rest); rest = queue_.take({}))
      answer_all(rest, fhir::issue(IssueType::transient, "the service is about to end"));
  }

  const StoreSettings settings_;
  StoreQueue queue_;
  StoreWork work_;
  std::promise<void> beginning_;
  const std::future<void> has_begun_ = beginning_.get_future();
  std::thread thread_;
};

StoreThread::StoreThread(FeedbackStore store, StoreObserver observer, StoreSettings settings)
    : implementation_(std::make_unique<Implementation>(std::move(store), std::move(observer), std::move(settings))) {}
StoreThread::~StoreThread() = default;

Awaitable<fhir::Result<std::vector<Keeping>>> StoreThread::keep(std::vector<KeptFeedback> items) {
  auto& whole = *implementation_;
  return hand_over<std::vector<Keeping>>(whole.queue(), FeedbackJob{std::move(items), {}}, whole.limits().keep_wait);
}

bool StoreThread::keep_later(fhir::List<ShownCard> cards) { return implementation_->queue().push(std::move(cards)); }

Awaitable<fhir::Result<bool>> StoreThread::use(UsedToken token) {
  auto& whole = *implementation_;
  return hand_over<bool>(whole.queue(), TokenJob{std::move(token), {}}, whole.limits().use_wait);
}

Awaitable<fhir::Result<std::vector<OutcomeCount>>> StoreThread::outcomes(Milliseconds from, Milliseconds until) {
  auto& whole = *implementation_;
  return hand_over<std::vector<OutcomeCount>>(whole.queue(), OutcomesJob{from, until, {}}, whole.limits().report_wait);
}

void StoreThread::stop() { implementation_->stop(); }
void StoreThread::await_beginning(std::chrono::milliseconds at_most) const {
  implementation_->await_beginning(at_most);
}
void StoreThread::look_again() { implementation_->queue().wake(); }

}  // namespace server
