// The CPU time that another process has used, to the nanosecond.
#pragma once

namespace bench {

struct CpuTime {
  double seconds = 0;   // on a core, kernel included
  double switches = 0;  // how often one of its threads was given a core
};

// Of all threads of the process at this moment (/proc/PID/task/*/schedstat); zero if there is no such process.
CpuTime cpu_time_of(int process);

}  // namespace bench
