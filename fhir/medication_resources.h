// The elements of orders for drugs, of statements about them, and of their administrations, in every version of FHIR.
#pragma once

#include <optional>
#include <string_view>

#include "fhir/date.h"
#include "fhir/json.h"
#include "fhir/quantity.h"

namespace fhir {

// A MedicationRequest, or what DSTU2 calls MedicationOrder. Of drug and dosage the statement and the administration
// have the same elements.
struct MedicationRequest {
  Json json;
  std::string_view status() const { return json["status"].text(); }
  std::string_view intent() const { return json["intent"].text(); }
  bool do_not_perform() const { return json["doNotPerform"].boolean().value_or(false); }
  // What the patient says that she takes, as against what is ordered: reported[x] in R4, reported in R5.
  bool is_reported() const;
  // medicationCodeableConcept (R4, STU3, DSTU2) or medication.concept (R5).
  Json medication_concept() const;
  // medicationReference, or medication.reference (R5): a Reference.
  Json medication_reference() const;
  Json contained() const { return json["contained"]; }
  // Each reason as CodeableConcept and as Reference: reasonCode and reasonReference; in DSTU2 reasonCodeableConcept; R5
  // mixes both in `reason`.
  Json reason_codes() const;
  Json reason_references() const;
  Json dosage_instructions() const { return json["dosageInstruction"]; }
  Json dispense_request() const { return json["dispenseRequest"]; }
  bool has_prior_prescription() const;
  // authoredOn; dateWritten in DSTU2.
  std::optional<Date> authored_on() const;
  // When the patient began to take it: the start of the first dosage's boundsPeriod, of the effectiveDosePeriod (R5),
  // else authoredOn.
  std::optional<Date> started() const;
};
// True for MedicationRequest, and for MedicationOrder, its name in DSTU2.
bool is_medication_request(Json resource);

struct MedicationStatement {
  Json json;
  // By its status; R5 says it by the adherence, STU3 and DSTU2 deny it beside the status.
  bool is_taken() const;
  // effective[x], else dateAsserted.
  std::optional<Date> since() const;
};

struct MedicationAdministration {
  Json json;
  // Completed or going on; before R4 a dose that was not given was completed, with a flag beside the status.
  bool was_given() const;
  // effective[x]; effectiveTime[x] in DSTU2, occurence[x] in R5, which spells it so.
  std::optional<Date> given_on() const;
};

// Of an order or a statement: the drug was taken once, whether or not it still is.
bool was_taken(Json resource);
// Of an order, a statement or an administration: it says that the drug was not taken or given at all.
bool was_not_taken(Json resource);
// The first stated end of an order or a statement; nothing if none is stated.
std::optional<Date> end_of_course(Json resource);
// How long one dosage of an order is to be taken, as a Duration: timing.repeat.boundsDuration (DSTU2: boundsQuantity).
Json bounds_duration(Json dosage);

// Whether `is_wanted` is true of any dosage.
template <class Predicate>
bool any_dosage(Json resource, Predicate is_wanted) {
  for (const char* list : {"dosageInstruction", "dosage"})  // of orders, and of statements and administrations
    for (const Json dosage : resource[list].each())
      if (is_wanted(dosage)) return true;
  return false;
}

// Whether `is_wanted` is true of any dose, a Quantity.
template <class Predicate>
bool any_dose(Json resource, Predicate is_wanted) {
  return any_dosage(resource, [&](Json dosage) {
    // Of administrations; of those of DSTU2; of statements of DSTU2; of dosages before R4.
    for (const char* element : {"dose", "quantity", "quantityQuantity", "doseQuantity"})
      if (const auto dose = quantity_of(dosage[element]); dose && is_wanted(*dose)) return true;
    for (const Json rate : dosage["doseAndRate"].each())
      if (const auto dose = quantity_of(rate["doseQuantity"]); dose && is_wanted(*dose)) return true;
    return false;
  });
}

// Calls `take` with each CodeableConcept or Reference by which a Medication says what is in it.
template <class Take>
void for_each_ingredient(Json medication, Take take) {
  for (const Json ingredient : medication["ingredient"].each()) {
    take(ingredient["itemCodeableConcept"]);  // R4, STU3
    take(ingredient["item"]["concept"]);      // R5
  }
  for (const Json ingredient : medication["product"]["ingredient"].each())
    take(ingredient["item"]);  // DSTU2: Reference
}

}  // namespace fhir
