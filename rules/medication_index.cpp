#include "rules/medication_index.h"

#include "fhir/reference.h"
#include "fhir/resources.h"

namespace rules {
namespace {

using fhir::Json;

Json contained_in(Json referring, std::string_view id) {
  for (const Json resource : referring["contained"].each())
    if (resource["id"].text() == id) return resource;
  return {};
}

bool is_medication(Json resource) { return fhir::resource_type(resource) == "Medication"; }

void add_concept(Json concept_, const fhir::Terminology& terminology, MedicationSets& sets) {
  sets.by_code |= terminology.sets_of(concept_);
  sets.by_name |= terminology.sets_named_in(concept_);
}

}  // namespace

MedicationIndex::MedicationIndex(const fhir::PatientRecord& record) {
  for (const Json entry : record.draft_orders["entry"].each()) {
    const Json resource = entry["resource"];
    if (!is_medication(resource)) continue;
    add(resource);
    if (const std::string_view url = entry["fullUrl"].text(); !url.empty()) by_url_.emplace(url, resource);
  }
  for (const auto& answer : record.answers)
    for (const Json resource : answer.included)
      if (is_medication(resource)) add(resource);
  for (const Json medication : record.medications) add(medication);
}

void MedicationIndex::add(Json medication) {
  if (const std::string_view id = medication["id"].text(); !id.empty()) by_id_.emplace(id, medication);
}

Json MedicationIndex::find(Json reference, Json referring) const {
  const std::string_view text = reference["reference"].text();
  const auto parts = fhir::split_reference(text);
  if (!parts) return {};
  if (parts->is_contained) return contained_in(referring, parts->id);
  if (const auto found = by_url_.find(text); found != by_url_.end()) return found->second;
  if (!parts->type.empty() && parts->type != "Medication") return {};
  const auto found = by_id_.find(parts->id);
  return found == by_id_.end() ? Json() : found->second;
}

MedicationSets MedicationIndex::sets_of(Json resource, const fhir::Terminology& terminology) const {
  const fhir::MedicationRequest view{resource};
  const Json reference = view.medication_reference();
  const Json medication = find(reference, resource);
  MedicationSets sets;
  add_concept(view.medication_concept(), terminology, sets);
  add_concept(medication["code"], terminology, sets);
  for (const Json ingredient : medication["ingredient"].each()) {
    add_concept(ingredient["itemCodeableConcept"], terminology, sets);
    add_concept(ingredient["item"]["concept"], terminology, sets);  // R5
  }
  sets.by_name |= terminology.sets_named_in(reference["display"].text());
  return sets;
}

}  // namespace rules
