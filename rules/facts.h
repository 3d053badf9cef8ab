// From a patient's record to facts: reading bone density and all else that the guideline asks about
// (clinical-policy.md sections 1 and 2).
#pragma once

#include <cstddef>
#include <memory>

#include "fhir/date.h"
#include "fhir/json.h"
#include "fhir/kept_memory.h"
#include "fhir/patient_record.h"
#include "fhir/value_set.h"
#include "rules/fact.h"

namespace rules {

// An order for an aromatase inhibitor: among the draft orders; or on record, where it may be a statement, too.
struct AromataseInhibitorOrder {
  fhir::Json order;
  bool matched_by_name = false;
  bool has_code = false;   // any, of whatever system
  bool on_record = false;  // the patient takes it already
};
using AromataseInhibitorOrders = fhir::List<AromataseInhibitorOrder>;

// The orders that the service speaks about, of the Bundle or of those selected in it (clinical-policy.md section 1,
// first paragraph): by code, else by a drug's name, of a status and intent that mean "to be given". Looks at the draft
// orders alone, before any data.
struct OrdersFound {
  AromataseInhibitorOrders ours;
  bool other_patient = false;  // one of ours is for somebody else than patient_id: refuse the request
  bool unresolved = false;     // an order's medication is a reference that leads nowhere yet: it may be ours
  bool unnamed = false;        // and nothing else names its drug

  // None is ours, whatever else is looked up.
  bool is_none() const { return ours.empty() && !unresolved && !other_patient; }
};
OrdersFound find_orders(fhir::Json draft_orders, std::string_view patient_id, const fhir::Terminology& terminology,
                        const fhir::Selections* selections = nullptr);
// The same with what was prefetched, where a referenced Medication may be.
OrdersFound find_orders(const fhir::PatientRecord& record, const fhir::Terminology& terminology);

// The orders and statements on record by which the patient takes an aromatase inhibitor on this day, recognised in the
// same way. Looks at the answers about drugs ordered and reported alone; what these lack is for the caller to know.
OrdersFound find_taken(const fhir::PatientRecord& record, const fhir::Terminology& terminology,
                       const fhir::Today& today);

class Reading;

// Reads the facts of this patient on this day, a part of the catalogue after the other, so that other patients' may be
// read in between. What it is made of must outlive it.
class FactsReader {
 public:
  FactsReader(const fhir::PatientRecord& record, const AromataseInhibitorOrders& orders,
              const fhir::Terminology& terminology, const fhir::Today& today);

  // Reads the next part into `facts`, which are the same each time; false when they are complete, and nothing is left
  // to be read.
  bool read_on(Facts& facts);

 private:
  std::shared_ptr<const Reading> reading_;
  const AromataseInhibitorOrders& orders_;
  std::size_t parts_read_ = 0;
};

// All of them at once. Pure: the same record and day give the same facts.
Facts facts_of(const fhir::PatientRecord& record, const AromataseInhibitorOrders& orders,
               const fhir::Terminology& terminology, const fhir::Today& today);

}  // namespace rules
