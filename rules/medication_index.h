// What drug a request, statement or administration is about. Internal to rules/.
#pragma once

#include "fhir/json.h"
#include "fhir/medication_index.h"
#include "fhir/value_set.h"
#include "rules/read_once.h"

namespace rules {

struct MedicationSets {
  fhir::Membership by_code;  // sets that its codes are in
  fhir::Membership by_name;  // sets of which a drug's name is a word of its texts and displays

  fhir::Membership all() const { return by_code | by_name; }
};

// Of one thread: it remembers the Medications that it has read.
class MedicationIndex {
 public:
  MedicationIndex(const fhir::PatientRecord& record, const fhir::Terminology& terminology)
      : index_(record), terminology_(terminology) {}

  // The Medication that `reference` means, as fhir::MedicationIndex finds it.
  fhir::Json find(fhir::Json reference, fhir::Json referring) const { return index_.find(reference, referring); }

  // From the concept, the Medication referred to with its ingredients, and the display of the reference.
  MedicationSets sets_of(fhir::Json resource) const;
  // Whether the concept, or the Medication referred to, has any code, of whatever system.
  bool has_code(fhir::Json resource) const;

 private:
  struct Contents {
    MedicationSets sets;
    bool has_code = false;
  };
  Contents read(fhir::Json medication) const;
  // Of the Medication to which `resource` refers.
  Contents referred_to(fhir::Json reference, fhir::Json resource) const;

  fhir::MedicationIndex index_;
  const fhir::Terminology& terminology_;
  mutable ReadOnce<Contents> contents_;
};

}  // namespace rules
