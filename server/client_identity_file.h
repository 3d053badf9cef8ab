// The members of the clients file by which a client proves who it is. Internal to read_clients (clients.h).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "fhir/json.h"
#include "fhir/result.h"
#include "server/client_identity.h"
#include "server/json_shape.h"

namespace server {

// Their shapes: jku, jwksFile, algs, maxTokenAgeSeconds, tenant, certificateNames.
std::vector<JsonShapeMember> identity_shapes();

// Reads them from a client that has these shapes. `path` is the client's, for the diagnostics; the path of a file is
// relative to `folder`. Refuses (Issue value) jku and jwksFile together, and a jku that is no https URL.
fhir::Result<ClientIdentity> identity_in(fhir::Json client, const std::string& path,
                                         const std::filesystem::path& folder);

}  // namespace server
