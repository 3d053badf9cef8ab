// What this server offers: the answer to GET /cds-services (CDS Hooks "Discovery", R20-R36).
#pragma once

#include <string>
#include <string_view>

#include "fhir/value_set.h"

namespace server {

// Where all services are listed, and behind which each has its address.
inline constexpr std::string_view cds_services_path = "/cds-services";
// Behind a service's address: where feedback about its cards goes (R170).
inline constexpr std::string_view feedback_suffix = "/feedback";

// The last part of the service's address; stable, for clients are configured with it by hand (R26).
inline constexpr std::string_view service_id = "aromatase-inhibitor-bone-health";
inline constexpr std::string_view service_title = "Bone health on aromatase inhibitors";
inline constexpr std::string_view service_description =
    "When letrozole, anastrozole or exemestane is signed, checks bone density, fracture risk and protective measures "
    "against the guideline, and says what is due and why. Silent for all other orders.";

// Made once at start: the same bytes for every caller (R36). Members that only newer versions of CDS Hooks know are
// harmless to clients of older ones.
std::string discovery_json(const fhir::Terminology& terminology);

}  // namespace server
