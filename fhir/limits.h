// The bounds on what is read, whoever sends it. Those of connections and time are in server/limits.h.
#pragma once

#include <cstddef>

namespace fhir::limits {

// Deeper nesting than any FHIR resource has; RFC 8259 section 9 allows a limit.
inline constexpr std::size_t json_depth = 64;
// Values and member names of one document; a full order-sign body with prefetch has a few thousand.
inline constexpr std::size_t json_nodes = 500'000;
// Members of one object; no FHIR resource, and no hook's prefetch, has a hundred. A member is looked for among all
// others of its object.
inline constexpr std::size_t json_members = 1'000;
// Of a text by which two things are told apart, such as a body site or a device; what stands behind is not compared.
inline constexpr std::size_t compared_characters = 1'000;
// http://hl7.org/fhir/R4/datatypes.html#id
inline constexpr std::size_t id_characters = 64;

}  // namespace fhir::limits
