// From the options of the command line to the FHIR servers that may be asked.
#pragma once

#include "fhir/result.h"
#include "server/cds_service.h"
#include "server/config.h"
#include "server/outbound.h"

namespace server {

// The FHIR servers of these clients, each for its own calls.
FhirSource source_of(std::shared_ptr<const Clients> clients, const FhirChoice& choice, Outbound& outbound);

// In sandbox mode: the clients of the file, if there is one, and whoever else calls, who may name the servers on this
// machine and those of --fhir-server. Refuses (Issue value) what cannot be read. `outbound` must outlive it.
fhir::Result<FhirSource> sandbox_source(const FhirChoice& choice, Outbound& outbound);

}  // namespace server
