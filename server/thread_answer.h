// What a coroutine waits for and another thread gives.
#pragma once

#include <boost/asio/post.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "fhir/result.h"
#include "server/asynchronous.h"

namespace server {

// Invariant: as long as timer_ is set, the coroutine that waits is alive, and so is its event loop; both facts change
// under the mutex only. So whoever gives an answer may come at any time, also when nobody waits any longer.
template <class T>
class ThreadAnswer : public std::enable_shared_from_this<ThreadAnswer<T>> {
 public:
  explicit ThreadAnswer(Executor executor) : executor_(executor) {}
  ThreadAnswer(const ThreadAnswer&) = delete;
  ThreadAnswer& operator=(const ThreadAnswer&) = delete;

  // From any thread; the first answer counts.
  void give(fhir::Result<T> result) {
    const std::scoped_lock lock(mutex_);
    if (result_) return;
    result_ = std::move(result);
    if (timer_ != nullptr) boost::asio::post(executor_, [self = this->shared_from_this()] { self->wake(); });
  }

  // For one coroutine, on the executor. The answer, or `late` if there is none at the deadline.
  static Awaitable<fhir::Result<T>> wait(std::shared_ptr<ThreadAnswer> answer, SteadyTime deadline, fhir::Issue late) {
    Waiting waiting(*answer, deadline);
    if (!waiting.answered) co_await waiting.timer.async_wait(as_tuple);
    co_return answer->take(std::move(late));
  }

 private:
  struct Waiting {
    Waiting(ThreadAnswer& whole, SteadyTime deadline) : answer(whole), timer(whole.executor_, deadline) {
      const std::scoped_lock lock(answer.mutex_);
      answered = answer.result_.has_value();
      answer.timer_ = &timer;
    }
    ~Waiting() {
      const std::scoped_lock lock(answer.mutex_);
      answer.timer_ = nullptr;
    }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

    ThreadAnswer& answer;
    Timer timer;
    bool answered = false;
  };

  void wake() {
    const std::scoped_lock lock(mutex_);
    if (timer_ != nullptr) timer_->cancel();
  }

  fhir::Result<T> take(fhir::Issue late) {
    const std::scoped_lock lock(mutex_);
    if (!result_) return late;
    return std::move(*result_);
  }

  const Executor executor_;
  std::mutex mutex_;
  std::optional<fhir::Result<T>> result_;
  Timer* timer_ = nullptr;
};

}  // namespace server
