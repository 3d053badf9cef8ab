// Orders that are proposed: kept as FHIR R4 has them, and written as the version of whoever is to take them has them.
#pragma once

#include <string>
#include <string_view>

#include "fhir/json.h"
#include "fhir/version.h"

namespace fhir {

// True for the elements of a ServiceRequest or MedicationRequest of R4 that written_order() knows how to write.
bool is_writable(std::string_view element);

// The order as JSON, an object without its closing brace, for the patient is added to it. R4B is as R4; STU3 has
// ProcedureRequest for ServiceRequest; R5 has CodeableReferences. "" for DSTU2, whose orders say too little to propose
// one: they have no intent.
std::string written_order(Json order, FhirVersion version);

// How the version calls the encounter in which an order is given: "encounter"; "context" in STU3.
std::string_view encounter_element(FhirVersion version);

}  // namespace fhir
