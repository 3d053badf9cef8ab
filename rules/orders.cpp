// Which of the orders being signed are for an aromatase inhibitor (clinical-policy.md section 1).
#include "fhir/ascii.h"
#include "fhir/medication_resources.h"
#include "fhir/reference.h"
#include "rules/drug.h"
#include "rules/facts.h"
#include "rules/medication_index.h"

namespace rules {
namespace {

using fhir::is_one_of;
using fhir::Json;

// An order to give the drug: draft, active or without a status, of an intent to order or without one.
bool is_to_be_given(const fhir::MedicationRequest& order) {
  return is_one_of(order.status(), {"", "draft", "active"}) &&
         is_one_of(order.intent(), {"", "order", "original-order", "reflex-order", "filler-order", "instance-order",
                                    "proposal", "plan"}) &&
         !order.do_not_perform();
}

}  // namespace

bool is_aromatase_inhibitor(const fhir::Membership& sets) { return drug_in(sets).has_value(); }

std::optional<std::string_view> drug_in(const fhir::Membership& sets) {
  using enum fhir::ValueSetId;
  if (in(sets, letrozole)) return "letrozole";
  if (in(sets, anastrozole)) return "anastrozole";
  if (in(sets, exemestane)) return "exemestane";
  if (in(sets, other_aromatase_inhibitor)) return "aromatase inhibitor";
  return std::nullopt;
}

OrdersFound find_orders(const fhir::PatientRecord& record, const fhir::Terminology& terminology) {
  const MedicationIndex medications(record, terminology);
  OrdersFound result;
  for (const Json entry : record.draft_orders["entry"].each()) {
    const Json resource = entry["resource"];
    if (!fhir::is_meant(entry, record.selections)) continue;
    if (!fhir::is_medication_request(resource) || !is_to_be_given({resource})) continue;
    const MedicationSets medication = medications.sets_of(resource);
    const bool by_code = is_aromatase_inhibitor(medication.by_code);
    if (!by_code && !is_aromatase_inhibitor(medication.by_name)) {
      const Json reference = fhir::MedicationRequest{resource}.medication_reference();
      const bool leads_nowhere = reference.exists() && !medications.find(reference, resource).exists();
      result.unresolved = result.unresolved || leads_nowhere;
      result.unnamed = result.unnamed || (leads_nowhere && reference["display"].is_empty());
      continue;
    }
    if (fhir::owner_of(resource, record.patient_id) == fhir::Owner::other_patient)
      result.other_patient = true;
    else
      result.ours.push_back({resource, !by_code, medications.has_code(resource)});
  }
  return result;
}

OrdersFound find_orders(Json draft_orders, std::string_view patient_id, const fhir::Terminology& terminology,
                        const fhir::Selections* selections) {
  fhir::PatientRecord record;
  record.patient_id = patient_id;
  record.draft_orders = draft_orders;
  record.selections = selections;
  return find_orders(record, terminology);
}

}  // namespace rules
