// Facts that somebody supposes, to see what the guideline would say.
#pragma once

#include "fhir/json.h"
#include "fhir/result.h"
#include "rules/fact.h"

namespace rules {

// Reads {"t_score": -2.6, "dxa": "central", "dxa_date": "2026-03-01", ...}. What is left out, or null, is unknown.
// Refuses (Issue, in words) what is no fact or none of its values, and facts that no patient can have: a number that is
// not plausible, one unknown that is always known, or that is known whenever another is.
fhir::Result<Facts> supposed_facts(fhir::Json given);

}  // namespace rules
