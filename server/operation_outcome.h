// Refusals: how an Issue is answered over HTTP. Every answer that is not 200 has an OperationOutcome (CDS Hooks R94).
#pragma once

#include <string>
#include <string_view>

#include "fhir/result.h"
#include "server/http.h"

namespace server {

// The status for each kind of issue: one table for the whole service.
http::status status_of(fhir::IssueType type);

// FHIR R4 OperationOutcome with one issue of severity error. `diagnostics` is escaped.
std::string operation_outcome(fhir::IssueType type, std::string_view diagnostics);

// The answer with the status of the table, or with another one where HTTP has a better.
HttpResponse refusal(const fhir::Issue& issue);
HttpResponse refusal(http::status status, fhir::IssueType type, std::string_view diagnostics);
// 503: more is asked than can be answered in time.
HttpResponse overloaded();

}  // namespace server
