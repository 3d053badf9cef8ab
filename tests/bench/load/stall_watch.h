// How long a core stood still: on a virtual machine the host takes it away, for milliseconds or for seconds, and Linux
// takes that for time in which the program ran. A measurement with long ones is worth nothing.
#pragma once

#include <atomic>
#include <thread>

namespace bench {

class StallWatch {
 public:
  // Watches from a thread of real-time priority on that core, which looks at the clock every few milliseconds. Does
  // nothing if that is not permitted.
  explicit StallWatch(int core);
  ~StallWatch();
  StallWatch(const StallWatch&) = delete;
  StallWatch& operator=(const StallWatch&) = delete;

  void forget() { longest_ = 0; }
  // The longest since then, in milliseconds.
  double longest() const { return longest_; }

 private:
  void watch(int core);

  std::atomic<bool> ends_{false};
  std::atomic<double> longest_{0};
  std::thread thread_;
};

}  // namespace bench
