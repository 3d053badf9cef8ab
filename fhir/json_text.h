// A value back as JSON text, compact, members in the order received.
#pragma once

#include <string>

#include "fhir/json.h"

namespace fhir {

// "" for the missing value. Numbers are written as the shortest text that reads back as the same double.
std::string to_text(Json value);

}  // namespace fhir
