#include "fhir/patient_record.h"

#include "fhir/medication_index.h"
#include "fhir/medication_resources.h"
#include "fhir/reference.h"
#include "fhir/resources.h"

namespace fhir {
namespace {

bool belongs_to_another(const QueryAnswer& answer, std::string_view patient_id) {
  for (const auto* resources : {&answer.resources, &answer.included})
    for (const Json resource : *resources)
      if (owner_of(resource, patient_id) == Owner::other_patient) return true;
  return false;
}

// Clients send the keys in the order in which discovery lists them: the search begins at the one that is expected.
const Query* query_with_key(std::string_view key, std::size_t expected, const PrefetchReading& reading) {
  if (key.empty()) return nullptr;  // that of queries which the client does not answer
  for (std::size_t i = 0; i < query_count; ++i)
    if (const std::size_t at = (expected + i) % query_count; reading.keys[at] == key) return &queries()[at];
  return nullptr;
}

}  // namespace

Json PatientRecord::patient() const {
  const auto& answer = (*this)[QueryId::patient];
  return answer.resources.empty() ? Json() : answer.resources.front();
}

void take_prefetch(Json prefetch, PatientRecord& record, const PrefetchReading& reading) {
  std::size_t expected = 0;
  for (const auto& [key, value] : prefetch.members()) {
    const Query* asked = query_with_key(key, expected, reading);
    if (asked == nullptr) continue;
    if (!value.is_null() || reading.null_is_an_answer) classify(value, *asked, record[asked->id]);
    expected = index_of(asked->id) + 1;
  }
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
  return MedicationIndex(record).find(reference, referring);
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
