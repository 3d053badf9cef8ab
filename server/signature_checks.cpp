#include "server/signature_checks.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <utility>

namespace server {

class SignatureChecks::Waiting {
 public:
  virtual ~Waiting() = default;
  // On a thread of ours.
  virtual void check() = 0;
  // On the thread of the one who asked.
  virtual void refuse() = 0;
};

namespace {

template <class Handler, class Base>
class WaitingWith final : public Base {
 public:
  WaitingWith(Executor executor, std::function<bool()> check, Handler&& handler)
      : work_(std::move(executor)), check_(std::move(check)), handler_(std::move(handler)) {}

  // The loop of the one who asked does not end before it has the result.
  void check() override {
    boost::asio::post(work_.get_executor(), [handler = std::move(handler_), result = check_()]() mutable {
      std::move(handler)(std::optional<bool>(result));
    });
  }
  void refuse() override { std::move(handler_)(std::optional<bool>()); }

 private:
  boost::asio::executor_work_guard<Executor> work_;
  std::function<bool()> check_;
  Handler handler_;
};

}  // namespace

SignatureChecks::SignatureChecks(unsigned threads, std::size_t most_waiting) : most_waiting_(most_waiting) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

SignatureChecks::~SignatureChecks() { stop(); }

Awaitable<std::optional<bool>> SignatureChecks::result_of(std::string_view client, std::function<bool()> check) {
  Executor executor = co_await boost::asio::this_coro::executor;
  co_return co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<Executor>,
                                                 void(std::optional<bool>)>(
      [this, client, &executor, &check]<class Handler>(Handler handler) {
        std::unique_ptr<Waiting> waiting =
            std::make_unique<WaitingWith<Handler, Waiting>>(executor, std::move(check), std::move(handler));
        if (!add(client, waiting)) boost::asio::post(executor, [waiting = std::move(waiting)] { waiting->refuse(); });
      },
      awaited);
}

// Takes it, unless too many of this client wait.
bool SignatureChecks::add(std::string_view client, std::unique_ptr<Waiting>& waiting) {
  {
    const std::lock_guard lock(mutex_);
    auto line = lines_.find(client);
    if (line == lines_.end()) line = lines_.emplace(client, Line()).first;
    if (line->second.size() >= most_waiting_) return false;
    if (line->second.empty()) turns_.push_back(line);
    line->second.push_back(std::move(waiting));
  }
  changed_.notify_one();
  return true;
}

void SignatureChecks::work() {
  while (const auto waiting = next()) waiting->check();
}

// The one who waits longest, of the client whose turn it is; nullptr at the end.
std::unique_ptr<SignatureChecks::Waiting> SignatureChecks::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return is_stopped_ || !turns_.empty(); });
  if (is_stopped_) return nullptr;
  const auto line = turns_.front();
  turns_.pop_front();
  auto waiting = std::move(line->second.front());
  line->second.pop_front();
  if (line->second.empty())
    lines_.erase(line);
  else
    turns_.push_back(line);
  return waiting;
}

void SignatureChecks::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
  const std::lock_guard lock(mutex_);
  turns_.clear();
  lines_.clear();
}

}  // namespace server
