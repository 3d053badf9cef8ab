// Checks signatures on threads of its own: one takes up to a millisecond, in which the threads that answer would leave
// all their other clients waiting. Clients take turns, so that one with many tokens, good or bad, delays nobody else's.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "server/thread_answer.h"

namespace server {

// From any thread.
class SignatureChecks {
 public:
  // `most_waiting`: of one client.
  SignatureChecks(unsigned threads, std::size_t most_waiting);
  ~SignatureChecks();
  SignatureChecks(const SignatureChecks&) = delete;
  SignatureChecks& operator=(const SignatureChecks&) = delete;

  // What `check` says, which is called on another thread while the coroutine waits; it must not throw. Nothing, and it
  // is not called, if too many checks of this client wait already.
  Awaitable<std::optional<bool>> result_of(std::string_view client, std::function<bool()> check);

  // Ends the threads; what still waits is never answered. Before the loops of those who wait are destroyed.
  void stop();

 private:
  struct Waiting {
    std::function<bool()> check;
    std::shared_ptr<ThreadAnswer<bool>> answer;
  };
  using Line = std::deque<Waiting>;

  bool add(std::string_view client, Waiting waiting);
  void work();
  std::optional<Waiting> next();

  const std::size_t most_waiting_;
  std::mutex mutex_;  // for what follows
  std::condition_variable changed_;
  std::map<std::string, Line, std::less<>> lines_;  // of each client for which something waits
  std::deque<std::map<std::string, Line, std::less<>>::iterator> turns_;
  bool is_stopped_ = false;

  std::vector<std::thread> threads_;
};

}  // namespace server
