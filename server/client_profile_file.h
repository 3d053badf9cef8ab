// The members of the clients file that say in which ways of its own a client does things. Internal to read_clients
// (clients.h).
#pragma once

#include <string>
#include <vector>

#include "fhir/json.h"
#include "fhir/result.h"
#include "server/clients.h"
#include "server/json_shape.h"

namespace server {

// Their shapes: profile, selectionBehavior, prefetchNull, detailContentType, orderCodes, prefetchAliases,
// missingTemplates.
std::vector<JsonShapeMember> profile_shapes();

// Reads them from a client that has these shapes: what its profile says, unless the member says otherwise. `path` is
// the client's, for the diagnostics. Refuses (Issue value or structure) codes that FHIR could not have, keys that are
// not the service's, and aliases by which one key would stand for two answers.
fhir::Result<void> read_profile(fhir::Json json, const std::string& path, Client& client);

}  // namespace server
