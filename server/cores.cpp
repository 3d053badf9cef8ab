#include "server/cores.h"

#include <sched.h>

#include <thread>

namespace server {

unsigned usable_cores() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  if (::sched_getaffinity(0, sizeof cores, &cores) == 0) return static_cast<unsigned>(CPU_COUNT(&cores));
  const unsigned all = std::thread::hardware_concurrency();  // more than the set can name
  return all == 0 ? 1 : all;
}

}  // namespace server
