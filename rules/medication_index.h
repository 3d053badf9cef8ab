// What drug a request, statement or administration is about. The Medications that it may refer to are found in one
// look-up, however many there are. Internal to rules/.
#pragma once

#include <string_view>
#include <unordered_map>

#include "fhir/json.h"
#include "fhir/patient_record.h"
#include "fhir/value_set.h"

namespace rules {

struct MedicationSets {
  fhir::Membership by_code;  // sets that its codes are in
  fhir::Membership by_name;  // sets of which a drug's name is a word of its texts and displays

  fhir::Membership all() const { return by_code | by_name; }
};

class MedicationIndex {
 public:
  // Of the Medications among the entries of the draft orders and those included with a query.
  explicit MedicationIndex(const fhir::PatientRecord& record);

  // The Medication that `reference` means: contained in `referring`, or one of the index. Missing if it is nowhere.
  fhir::Json find(fhir::Json reference, fhir::Json referring) const;

  // From the concept, the Medication referred to with its ingredients, and the display of the reference.
  MedicationSets sets_of(fhir::Json resource, const fhir::Terminology& terminology) const;

 private:
  void add(fhir::Json medication);

  std::unordered_map<std::string_view, fhir::Json> by_id_;
  std::unordered_map<std::string_view, fhir::Json> by_url_;
};

}  // namespace rules
