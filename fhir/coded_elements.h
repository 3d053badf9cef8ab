// Which elements say what a resource is about, in every version of FHIR.
#pragma once

#include "fhir/json.h"
#include "fhir/search.h"
#include "fhir/value_set.h"

namespace fhir {

// The value sets that any of them is in, for a resource of this query's answer. Only of queries for which
// has_coded_elements is true.
Membership sets_of(Json resource, QueryId query, const Terminology& terminology);
bool has_coded_elements(QueryId query);

}  // namespace fhir
