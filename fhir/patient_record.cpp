#include "fhir/patient_record.h"

#include <span>

#include "fhir/reference.h"
#include "fhir/resources.h"

namespace fhir {
namespace {

// The resource among these that a reference means.
Json find_medication(std::span<const Json> resources, std::string_view id) {
  for (const Json resource : resources)
    if (resource_type(resource) == "Medication" && resource["id"].text() == id) return resource;
  return {};
}

Json find_contained(Json referring, std::string_view id) {
  for (const Json resource : referring["contained"].each())
    if (resource["id"].text() == id) return resource;
  return {};
}

Json find_entry(Json bundle, std::string_view reference, std::string_view id) {
  for (const Json entry : bundle["entry"].each()) {
    const Json resource = entry["resource"];
    if (resource_type(resource) != "Medication") continue;
    if (resource["id"].text() == id || entry["fullUrl"].text() == reference) return resource;
  }
  return {};
}

bool belongs_to_another(const QueryAnswer& answer, std::string_view patient_id) {
  for (const auto* resources : {&answer.resources, &answer.included})
    for (const Json resource : *resources)
      if (owner_of(resource, patient_id) == Owner::other_patient) return true;
  return false;
}

}  // namespace

Json PatientRecord::patient() const {
  const auto& answer = (*this)[QueryId::patient];
  return answer.resources.empty() ? Json() : answer.resources.front();
}

Result<void> check_one_patient(const PatientRecord& record) {
  for (const auto& asked : queries())
    if (belongs_to_another(record[asked.id], record.patient_id))
      return issue(IssueType::conflict, "prefetch." + std::string(asked.key) +
                                            " holds a resource of a patient who is not context.patientId");
  return {};
}

const Query* missing_required(const PatientRecord& record) {
  for (const auto& asked : queries()) {
    const QueryAnswer& answer = record[asked.id];
    const bool has = asked.is_read ? answer.answer == Answer::data : answer.is_complete();
    if (asked.required && !has) return &asked;
  }
  return nullptr;
}

Json resolve_medication(Json reference, Json referring, const PatientRecord& record) {
  const std::string_view text = reference["reference"].text();
  const auto parts = split_reference(text);
  if (!parts || parts->id.empty()) return {};
  if (parts->is_contained) return find_contained(referring, parts->id);
  if (!parts->type.empty() && parts->type != "Medication") return {};
  if (const Json entry = find_entry(record.draft_orders, text, parts->id); entry.exists()) return entry;
  for (const auto id : {QueryId::medications, QueryId::medication_statements, QueryId::medication_administrations})
    if (const Json found = find_medication(record[id].included, parts->id); found.exists()) return found;
  return find_medication(record.medications, parts->id);
}

Json medication_of(Json resource, const PatientRecord& record) {
  const MedicationRequest request{resource};
  if (const Json concept_ = request.medication_concept(); !concept_.is_empty()) return concept_;
  const Json reference = request.medication_reference();
  const Json medication = resolve_medication(reference, resource, record);
  // A reference that leads nowhere may at least name the drug in its display.
  return medication["code"].is_empty() ? reference : medication["code"];
}

}  // namespace fhir
