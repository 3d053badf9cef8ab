// What this server offers: the answer to GET /cds-services (CDS Hooks "Discovery", R20-R36).
#pragma once

#include <string>
#include <string_view>

#include "server/guideline_files.h"
#include "server/hooks.h"
#include "server/json_writer.h"

namespace server {

// Where all services are listed, and behind which each has its address.
inline constexpr std::string_view cds_services_path = "/cds-services";
// Behind a service's address: where feedback about its cards goes (R170).
inline constexpr std::string_view feedback_suffix = "/feedback";

// "/cds-services/aromatase-inhibitor-bone-health"
std::string service_path(const Hook& hook);

// "prefetch": the template of each query. All services ask for the same: what is told before signing is what signing
// will tell, and of what only the lifestyle advice of new orders needs there is no query that others do not need, too.
void write_prefetch(JsonWriter& json, const fhir::Terminology& terminology);

// The services for which the guideline has tables. Made once at start: the same bytes for every caller (R36). Members
// that only newer versions of CDS Hooks know are harmless to clients of older ones.
std::string discovery_json(const Knowledge& knowledge);

}  // namespace server
