// `bone-health-cds --healthcheck`: does the server answer?
#pragma once

#include "server/config.h"

namespace server {

// True if GET /cds-services at this address is answered with 200 within two seconds.
bool is_healthy(const ListenAddress& server);

}  // namespace server
