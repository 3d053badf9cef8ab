// How one client answers the prefetch templates: under which keys, and what it means by null.
#pragma once

#include <array>
#include <string>

#include "fhir/search.h"

namespace fhir {

struct PrefetchReading {
  // By QueryId, the client's key for the answer. "" for one that it does not send: whatever comes, it was not
  // prefetched.
  std::array<std::string, query_count> keys;
  // CDS Hooks 2.0.1 has null for a search that found nothing (R63). False for a client that says so with an empty
  // Bundle, and sends null where it could not look.
  bool null_is_an_answer = true;
};

// As CDS Hooks has it: by our own keys.
const PrefetchReading& usual_prefetch_reading();

}  // namespace fhir
