// What this process uses of the machine.
#pragma once

namespace server {

// Bytes and seconds; 0 for what the system does not tell.
struct ProcessUsage {
  double resident_bytes = 0;
  double open_descriptors = 0;
  double most_descriptors = 0;
  double start_time = 0;  // since 1970
  double cpu_seconds = 0;
};
ProcessUsage process_usage();

}  // namespace server
