// What was measured: counts and times of one run.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/bench/load/exchange.h"

namespace bench {

struct LoadResult {
  double seconds = 0;
  std::size_t offered = 0;  // requests whose time had come
  std::size_t answered = 0;
  std::size_t refused = 0;
  std::size_t failed = 0;
  std::size_t given_up = 0;      // never sent, for no connection was free in time
  std::size_t reconnected = 0;   // connections that the server has closed, and that were made anew
  std::vector<float> latencies;  // us, of what was answered: from when a request should have been sent
  std::vector<float> lateness;   // us, open loop: how late a request was sent or put into line. Noise of this machine
  double server_cpu_seconds = 0;
  double longest_stall = 0;    // ms in which the server's core or ours stood still
  double server_switches = 0;  // how often its threads have got a core

  // What ended while the time ran, whenever it should have begun: in an open loop under overload that was long before.
  std::size_t answered_meanwhile = 0;
  std::size_t refused_meanwhile = 0;

  void count(Outcome outcome);
  void count_meanwhile(Outcome outcome);
  // As one line of JSON.
  std::string to_json();
};

}  // namespace bench
