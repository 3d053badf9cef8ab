// What drug a request, statement or administration is about. Internal to rules/.
#pragma once

#include "fhir/json.h"
#include "fhir/medication_index.h"
#include "fhir/value_set.h"

namespace rules {

struct MedicationSets {
  fhir::Membership by_code;  // sets that its codes are in
  fhir::Membership by_name;  // sets of which a drug's name is a word of its texts and displays

  fhir::Membership all() const { return by_code | by_name; }
};

class MedicationIndex {
 public:
  explicit MedicationIndex(const fhir::PatientRecord& record) : index_(record) {}

  // The Medication that `reference` means, as fhir::MedicationIndex finds it.
  fhir::Json find(fhir::Json reference, fhir::Json referring) const { return index_.find(reference, referring); }

  // From the concept, the Medication referred to with its ingredients, and the display of the reference.
  MedicationSets sets_of(fhir::Json resource, const fhir::Terminology& terminology) const;

 private:
  fhir::MedicationIndex index_;
};

}  // namespace rules
