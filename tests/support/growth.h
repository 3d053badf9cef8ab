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

inline double seconds_of(const std::function<void()>& work) {
  const double begin = processor_seconds();
  work();
  return processor_seconds() - begin;
}

// Between linear and quadratic.
constexpr double still_linear = 3;

// How many times longer it takes for twice the size: 2 where it is linear, 4 where it is quadratic. `prepare` gives,
// for a size, what is then measured: by the shortest of some tries, of more where the machine is so busy that a few do
// not tell.
inline double growth(std::size_t size, const std::function<std::function<void()>(std::size_t)>& prepare) {
  constexpr int fewest = 4, most = 20;
  const auto work = prepare(size), twice_the_work = prepare(2 * size);
  double once = std::numeric_limits<double>::max(), twice = once;
  for (int tries = 0; tries < fewest || (tries < most && twice >= still_linear * once); ++tries) {
    once = std::min(once, seconds_of(work));
    twice = std::min(twice, seconds_of(twice_the_work));
  }
  return twice / once;
}

}  // namespace test
