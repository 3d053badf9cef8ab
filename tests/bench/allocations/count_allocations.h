// How many heap allocations this program has made: linked into it, or put before it by LD_PRELOAD.
#pragma once

#include <cstdint>

namespace bench {

struct AllocationCounts {
  std::uint64_t allocations = 0;
  std::uint64_t bytes = 0;
};

// Of all threads, since the start.
AllocationCounts allocations_so_far();

}  // namespace bench
