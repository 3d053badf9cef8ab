// From a call to all that is known of the patient: what the client prefetched, complete and of one patient, or an
// Issue.
#pragma once

#include "fhir/patient_record.h"
#include "fhir/result.h"
#include "server/cds_request.h"
#include "server/http.h"

namespace server {

// What the client sent, as it is: nothing of it is checked yet. `request` and what it views must outlive the record.
fhir::PatientRecord prefetched(const CdsRequest& request);

using GatheredRecord = boost::asio::awaitable<fhir::Result<fhir::PatientRecord>, Executor>;

// Refuses the record of several patients (Issue conflict), and one that lacks a required query's complete answer (Issue
// incomplete, CDS Hooks R68: 412): nothing may be concluded from what could not be looked up. `request` and what it
// views must outlive the record.
GatheredRecord gather(CdsRequest request);

}  // namespace server
