// Whether the server may be exposed in the way that was asked for. Outside sandbox mode it never serves callers that
// nobody has checked, and never sends plain HTTP without being told that something in front speaks TLS.
#pragma once

#include <string>

#include "server/clients.h"
#include "server/config.h"

namespace server {

// Why not; "" if it may.
std::string objection_to(const ServeCommand& command);
// Why these clients cannot be served so; "" if they can: outside sandbox mode each must be able to prove who it is.
std::string objection_to(const Clients& clients, const ExposureChoice& exposure);

}  // namespace server
