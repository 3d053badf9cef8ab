// Puts load on a server over loopback, from one thread.
//
// Closed loop: a number of requests is under way at any time, which finds out how much the server can do. Open loop:
// requests come at random times of a Poisson process, whatever the server does, and latency counts from those times:
// a server that stalls makes all that come meanwhile wait, as it does in reality.
#pragma once

#include <sys/epoll.h>

#include <chrono>
#include <deque>
#include <memory>
#include <random>
#include <vector>

#include "tests/bench/load/cpu_time.h"
#include "tests/bench/load/exchange.h"
#include "tests/bench/load/load_options.h"
#include "tests/bench/load/load_result.h"
#include "tests/bench/load/requests.h"
#include "tests/bench/load/stall_watch.h"

namespace bench {

class LoadGenerator {
 public:
  explicit LoadGenerator(const LoadOptions& options);
  ~LoadGenerator();
  LoadGenerator(const LoadGenerator&) = delete;
  LoadGenerator& operator=(const LoadGenerator&) = delete;

  LoadResult run();

 private:
  using Clock = std::chrono::steady_clock;
  using Time = Clock::time_point;
  struct Slot {
    std::unique_ptr<Exchange> exchange;
    Time due;  // when the request under way should have been sent
    bool waits_to_send = false;
  };

  bool is_open_loop() const { return options_.rate > 0; }
  void connect_all();
  void connect(std::size_t slot);
  void offer(Time now);
  void make_due(Time now);
  void begin(Time due);
  void look();
  void handle(std::size_t slot, Time now);
  void watch(std::size_t slot);
  void begin_counting(Time now);
  void finish(Time give_up);
  bool counts(Time due) const { return due >= counted_from_ && due < counted_to_; }

  const LoadOptions options_;
  Requests requests_;
  StallWatch server_core_;
  StallWatch own_core_;
  const int epoll_;
  std::vector<Slot> slots_;
  std::deque<std::size_t> idle_;  // slots that are free, the longest first, so that all take turns
  std::deque<Time> due_;          // requests that wait for one
  std::size_t under_way_ = 0;
  std::mt19937_64 random_{1};
  std::exponential_distribution<double> gap_;
  Time next_;
  Time counted_from_ = Time::max();
  Time counted_to_ = Time::max();
  bool is_over_ = false;
  LoadResult result_;
};

}  // namespace bench
