#include "tests/bench/load/cpu_time.h"

#include <filesystem>
#include <fstream>

namespace bench {

CpuTime cpu_time_of(int process) {
  CpuTime sum;
  std::error_code ended;
  for (const auto& thread : std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/task", ended)) {
    std::ifstream in(thread.path() / "schedstat");
    double running = 0, waiting = 0, switches = 0;
    if (!(in >> running >> waiting >> switches)) continue;
    sum.seconds += running / 1e9;
    sum.switches += switches;
  }
  return sum;
}

}  // namespace bench
