// How many cores this process may run on.
#pragma once

namespace server {

// At least 1. What taskset and cgroups allow, not what the machine has: threads beyond that only take turns.
unsigned usable_cores();

}  // namespace server
