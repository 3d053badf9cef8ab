// Calls that an EHR has stripped of all data, because something is set wrong there: the answer says what.
#pragma once

#include "fhir/result.h"
#include "server/clients.h"
#include "server/http.h"

namespace server {

// The issue that the call is refused for. If the call brings neither data nor access to any, and its EHR is known to
// strip calls, it says also what to set there; so does a line in the log, for EHRs show no refusal to anybody (CDS
// Hooks R201). The EHR is told by the client's profile, nullptr if the client is not known, or by extensions of the
// call.
fhir::Issue explained(fhir::Issue issue, fhir::Json body, const Client* client, const HttpRequest& call);

}  // namespace server
