// How the time that something takes grows with its size, whatever machine it runs on.
#pragma once

#include <algorithm>
#include <ctime>
#include <functional>
#include <limits>

namespace test {

// Of this thread alone: what else runs on the machine does not count.
inline double processor_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

inline double shortest_of_some(const std::function<void()>& work) {
  constexpr int tries = 4;
  double shortest = std::numeric_limits<double>::max();
  for (int i = 0; i < tries; ++i) {
    const double begin = processor_seconds();
    work();
    shortest = std::min(shortest, processor_seconds() - begin);
  }
  return shortest;
}

// How many times longer it takes for twice the size: 2 where it is linear, 4 where it is quadratic. `prepare` gives,
// for a size, what is then measured.
inline double growth(std::size_t size, const std::function<std::function<void()>(std::size_t)>& prepare) {
  const double once = shortest_of_some(prepare(size));
  return shortest_of_some(prepare(2 * size)) / once;
}

// Between the two.
constexpr double still_linear = 3;

}  // namespace test
