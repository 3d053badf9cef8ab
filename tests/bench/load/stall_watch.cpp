#include "tests/bench/load/stall_watch.h"

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <chrono>

namespace bench {
namespace {

constexpr std::chrono::milliseconds interval{2};
constexpr int priority = 50;  // above that of what is measured

bool settle_on(int core) {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(static_cast<unsigned>(core), &cores);
  sched_param parameters{};
  parameters.sched_priority = priority;
  return ::pthread_setaffinity_np(::pthread_self(), sizeof cores, &cores) == 0 &&
         ::pthread_setschedparam(::pthread_self(), SCHED_FIFO, &parameters) == 0;
}

}  // namespace

StallWatch::StallWatch(int core) : thread_([this, core] { watch(core); }) {}

StallWatch::~StallWatch() {
  ends_ = true;
  thread_.join();
}

void StallWatch::watch(int core) {
  if (!settle_on(core)) return;
  while (!ends_) {
    const auto due = std::chrono::steady_clock::now() + interval;
    std::this_thread::sleep_until(due);
    const std::chrono::duration<double, std::milli> late = std::chrono::steady_clock::now() - due;
    longest_ = std::max(longest_.load(), late.count());
  }
}

}  // namespace bench
