// What an answer of a FHIR server, or its absence, means to the one who asked.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "fhir/result.h"
#include "server/https_client.h"

namespace server {

// Why an answer of this status is none to the query. 401 and 403 are told apart from 404, and none of them is "nothing
// found". Not to be called for 200.
fhir::Issue refusal_by(unsigned status, bool with_token);
fhir::Issue refusal_by(NoResponse why);

// True if asking again now is likely to fail, too, and does harm: 429 and 5xx.
bool is_trouble(unsigned status);

// How long a 429 or 503 asks to wait. Nothing if it does not say, or names a date: those have seconds, we do not.
std::optional<std::chrono::seconds> retry_after(const OutboundResponse& response);

}  // namespace server
