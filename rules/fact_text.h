// Values of facts in the words of the cards, for pages that stand beside them.
#pragma once

#include <string>

#include "rules/fact.h"

namespace rules {

// "-2.0", "letrozole", "2026-03-10", "true"; "unknown". Of months only those that are over.
std::string fact_text(FactId id, const Value& value);

}  // namespace rules
