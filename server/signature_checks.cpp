#include "server/signature_checks.h"

#include <boost/asio/this_coro.hpp>
#include <utility>

namespace server {

SignatureChecks::SignatureChecks(unsigned threads, std::size_t most_waiting) : most_waiting_(most_waiting) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

SignatureChecks::~SignatureChecks() { stop(); }

Awaitable<std::optional<bool>> SignatureChecks::result_of(std::string_view client, std::function<bool()> check) {
  const Executor executor = co_await boost::asio::this_coro::executor;
  auto answer = std::make_shared<ThreadAnswer<bool>>(executor);
  if (!add(client, {std::move(check), answer})) co_return std::nullopt;
  auto never = fhir::issue(fhir::IssueType::transient, "there is no deadline");
  const auto result = co_await ThreadAnswer<bool>::wait(std::move(answer), SteadyTime::max(), std::move(never));
  co_return *result;
}

// Takes it, unless too many of this client wait.
bool SignatureChecks::add(std::string_view client, Waiting waiting) {
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
  while (const auto waiting = next()) waiting->answer->give(waiting->check());
}

// The one who waits longest, of the client whose turn it is; nothing at the end.
std::optional<SignatureChecks::Waiting> SignatureChecks::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return is_stopped_ || !turns_.empty(); });
  if (is_stopped_) return std::nullopt;
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
