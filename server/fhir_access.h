// Whether, and how, the FHIR server that a call names may be asked (CDS Hooks "FHIR Resource Access", R44-R51,
// R76-R80).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "fhir/result.h"
#include "server/asynchronous.h"
#include "server/cds_request.h"
#include "server/clients.h"

namespace server {

// On whose behalf, and until when, one server is asked: the same for all that is fetched for one call.
struct FhirAccess {
  std::shared_ptr<const Client> client;
  HttpUrl base;
  std::string authorization;  // of the call, "Bearer ..."; "" for a token of our own, or none
  std::string traceparent;    // W3C Trace Context, "" for none
  std::string request_id;
  SteadyTime deadline;
};
using FhirAccessPtr = std::shared_ptr<const FhirAccess>;

// What a call brings beside its body.
struct CallTrace {
  std::string_view traceparent;  // the header as received
  std::string_view request_id;
};

// For a call of this client, nullptr if nobody may name the server. Refuses (Issue) where nothing may be fetched, and
// says why: no fhirServer, one that the client may not name, or an access token that has expired, is not a bearer
// token, or is for another patient. A token is never tried in doubt.
fhir::Result<FhirAccessPtr> fhir_access(const CdsRequest& request, Clients::Pointer client, const CallTrace& trace,
                                        SteadyTime deadline);

// The version of FHIR that the call itself tells: by an extension of Epic's, or by draft orders of a type or form that
// only one version has. Nothing if it does not.
std::optional<fhir::FhirVersion> version_told(const CdsRequest& request);

}  // namespace server
