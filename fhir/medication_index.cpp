#include "fhir/medication_index.h"

#include "fhir/reference.h"
#include "fhir/resources.h"

namespace fhir {
namespace {

Json contained_in(Json referring, std::string_view id) {
  for (const Json resource : referring["contained"].each())
    if (resource["id"].text() == id) return resource;
  return {};
}

bool is_medication(Json resource) { return resource_type(resource) == "Medication"; }

}  // namespace

MedicationIndex::MedicationIndex(const PatientRecord& record) {
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
  const auto parts = split_reference(text);
  if (!parts) return {};
  if (parts->is_contained) return contained_in(referring, parts->id);
  if (const auto found = by_url_.find(text); found != by_url_.end()) return found->second;
  if (!parts->type.empty() && parts->type != "Medication") return {};
  const auto found = by_id_.find(parts->id);
  return found == by_id_.end() ? Json() : found->second;
}

}  // namespace fhir
