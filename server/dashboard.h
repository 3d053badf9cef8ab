// What those who operate the service see of its advice, at the admin port: what became of cards, what is not known of
// patients, and why there was no card (web/src/common/api.ts, Dashboard).
#pragma once

#include "server/memory.h"
#include "server/router.h"

namespace server {

// `outcomes` and `now` must be usable as long as the routes are.
void add_dashboard(Router& router, Memory::Outcomes outcomes, CardHistory::Now now);

}  // namespace server
