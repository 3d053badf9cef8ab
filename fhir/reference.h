// Ids and references to resources.
#pragma once

#include <optional>
#include <string_view>

#include "fhir/json.h"

namespace fhir {

// [A-Za-z0-9\-\.]{1,64} (http://hl7.org/fhir/R4/datatypes.html#id). Safe in URLs and on screens.
bool is_id(std::string_view text);

// A validated reference within the EHR: the type is one of our own literals, the id a valid FHIR id.
struct ResourceRef {
  std::string_view type;
  std::string_view id;
};

// A literal reference taken apart: "Patient/1", "https://ehr.example.org/fhir/Patient/1/_history/2", "urn:uuid:...",
// "#med1". `type` is "" where the reference does not say it.
struct ReferenceParts {
  std::string_view type;
  std::string_view id;  // behind the last "/", without "#" or "urn:uuid:"
  bool is_contained = false;
};
// Nothing for an empty reference.
std::optional<ReferenceParts> split_reference(std::string_view reference);

// Whose resource this is, by subject or patient (or the Patient among participants): the reference names this
// patient, another one, or nobody that can be told (no reference, a logical one). The id must be valid.
enum class Owner { this_patient, other_patient, unstated };
Owner owner_of(Json resource, std::string_view patient_id);

}  // namespace fhir
