// The Medications at hand, found in one look-up by what refers to them, however many there are.
#pragma once

#include <string_view>
#include <unordered_map>

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

  using Lookup = std::unordered_map<std::string_view, Json, std::hash<std::string_view>, std::equal_to<>,
                                    KeptMemory<std::pair<const std::string_view, Json>>>;

  Lookup by_id_;
  Lookup by_url_;
};

}  // namespace fhir
