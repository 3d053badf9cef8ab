// The Medications at hand, found in one look-up by what refers to them, however many there are.
#pragma once

#include <functional>
#include <map>
#include <string_view>
#include <utility>

#include "fhir/json.h"
#include "fhir/kept_memory.h"
#include "fhir/patient_record.h"

namespace fhir {

class MedicationIndex {
 public:
  // Of the Medications among the entries of the draft orders, those included with a query, and those read by
  // themselves.
  explicit MedicationIndex(const PatientRecord& record);

  // The Medication that `reference` means: contained in `referring`, or one of the index. Missing if it is nowhere.
  Json find(Json reference, Json referring) const;

 private:
  void add(Json medication);

  // In a tree: clients choose the ids and addresses, and may choose them so that a table of hashes has all in one
  // place.
  using Lookup = std::map<std::string_view, Json, std::less<>, KeptMemory<std::pair<const std::string_view, Json>>>;

  Lookup by_id_;
  Lookup by_url_;
};

}  // namespace fhir
