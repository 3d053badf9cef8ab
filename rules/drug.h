// Aromatase inhibitors: by the value sets that a medication is in. Internal to rules/.
#pragma once

#include <optional>
#include <string_view>

#include "fhir/value_set.h"

namespace rules {

// The drug as the fact "drug" names it; nothing for any other medication.
std::optional<std::string_view> drug_in(const fhir::Membership& sets);
bool is_aromatase_inhibitor(const fhir::Membership& sets);

}  // namespace rules
