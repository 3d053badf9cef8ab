// Orders and statements that say what drug they are about only by a reference to a Medication that is not at hand.
#pragma once

#include <string_view>
#include <vector>

#include "fhir/patient_record.h"

namespace fhir {

// A reference that a server can answer: "Medication/id", or an absolute URL, which may lead elsewhere than to the EHR.
struct MedicationReference {
  std::string_view reference;
  std::string_view id;  // a valid FHIR id
  QueryId query;        // in whose answer it stands; medications for a draft order
  bool is_absolute;
};

// Of the draft orders that are spoken about.
std::vector<MedicationReference> unresolved_in_drafts(const PatientRecord& record);
// Of the answers about medications. Those with a display are left out: it names the drug, and an EHR that refers to all
// its drugs would have to be asked for dozens. So are orders that came to nothing (entered in error, cancelled, draft).
std::vector<MedicationReference> unresolved_in_answers(const PatientRecord& record);

// True if some order or statement of the answers, which did not come to nothing, names its drug by nothing at all: no
// concept, no display, no Medication at hand that says what it is. It may be any drug.
bool has_unnamed_drugs(const PatientRecord& record);

}  // namespace fhir
