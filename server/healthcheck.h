// `bone-health-cds --healthcheck`: does the server answer?
#pragma once

#include "server/config.h"

namespace server {

// True if GET /cds-services is answered within two seconds, with 200, 401 or 503.
bool is_healthy(const HealthcheckCommand& command);

}  // namespace server
