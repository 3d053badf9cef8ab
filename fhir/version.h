// The versions of FHIR that EHRs speak.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "fhir/json.h"

namespace fhir {

enum class FhirVersion : std::uint8_t { dstu2, stu3, r4, r4b, r5 };
inline constexpr std::size_t fhir_version_count = 5;

// "DSTU2", "STU3", "R4", "R4B", "R5".
std::string_view to_string(FhirVersion version);

// By its name, as above in any case, or by its number as in CapabilityStatement.fhirVersion: "4.0.1", "4.0".
// Nothing for anything else.
std::optional<FhirVersion> parse_fhir_version(std::string_view text);

// The version in which an order is written, if only one has its type or its form. Nothing if that cannot be told.
std::optional<FhirVersion> version_of_order(Json order);

}  // namespace fhir
