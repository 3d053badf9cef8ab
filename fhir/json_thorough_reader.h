// RapidJSON reads a text in place and tells events, which become the list of nodes. What RapidJSON lets pass and a
// hospital must not (a name twice, half a surrogate pair, a NUL) is refused here. It has the last word on every text:
// what the fast reader does not take, this one reads, or says what is wrong and where.
//
// Internal to JsonDocument.
#pragma once

#include "fhir/json.h"

namespace fhir {

// Leaves in `nodes` what `text` holds, whose strings are unescaped where they stand. The byte behind the last one,
// text[size], must be there to be written. Refuses (Issue) as JsonDocument::parse does.
Result<void> read_thoroughly(char* text, std::size_t size, List<JsonNode>& nodes);

}  // namespace fhir
