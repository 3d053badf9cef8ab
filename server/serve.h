// `bone-health-cds serve`: the service on the network until it is asked to stop.
#pragma once

#include <ostream>

#include "server/config.h"

namespace server {

// Runs until SIGTERM or SIGINT, then lets calls under way finish. Returns the exit status; what keeps it from starting
// goes to `err`.
int serve(const ServeCommand& command, std::ostream& err);

}  // namespace server
