// All that is known of one patient at this moment: the orders being drafted, if any, and the answers to the queries.
//
// Invariant: every resource in it is this patient's, or does not say whose it is; a record with somebody else's
// resource cannot be built. A record that lacks a required query cannot be built either.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "fhir/bundle.h"
#include "fhir/json.h"
#include "fhir/prefetch_reading.h"
#include "fhir/search.h"
#include "fhir/selections.h"

namespace fhir {

struct PatientRecord {
  std::string_view patient_id;
  Json draft_orders;  // Bundle; entries that are no resources are ignored
  // Of an order-select: which of them were selected; the others are known, and not spoken about. nullptr: all were.
  const Selections* selections = nullptr;
  std::array<QueryAnswer, query_count> answers;
  std::vector<Json> medications;        // Medications that were read by themselves
  bool has_unread_medications = false;  // some order or statement on record names its drug by nothing at hand

  const QueryAnswer& operator[](QueryId id) const { return answers[static_cast<std::size_t>(id)]; }
  QueryAnswer& operator[](QueryId id) { return answers[static_cast<std::size_t>(id)]; }
  Json patient() const;
};

// Reads what a client prefetched: of each member that bears the client's key of a query, the answer to it.
void take_prefetch(Json prefetch, PatientRecord& record, const PrefetchReading& reading = usual_prefetch_reading());

// Refuses the record if a resource belongs to another patient (Issue conflict: the query's key is named).
Result<void> check_one_patient(const PatientRecord& record);
// The first required query without a complete answer, or nullptr.
const Query* missing_required(const PatientRecord& record);

// The Medication that a request or statement refers to: contained, among the entries of the draft orders, included with
// a query, or read by itself. Missing if it is nowhere.
Json resolve_medication(Json reference, Json referring, const PatientRecord& record);
// The medication of a MedicationRequest, -Statement or -Administration as CodeableConcept, by concept or by reference.
Json medication_of(Json resource, const PatientRecord& record);

}  // namespace fhir
