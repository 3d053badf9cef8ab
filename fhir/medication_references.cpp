#include "fhir/medication_references.h"

#include <array>

#include "fhir/ascii.h"
#include "fhir/medication_index.h"
#include "fhir/medication_resources.h"
#include "fhir/reference.h"
#include "fhir/resources.h"

namespace fhir {
namespace {

constexpr std::array answers_about_medications{QueryId::medications, QueryId::medication_statements,
                                               QueryId::medication_administrations};

bool says_what_it_is(Json medication) {
  for (const Json part : {medication["code"], medication["ingredient"], medication["product"]["ingredient"]})  // DSTU2
    if (!part.is_empty()) return true;
  return false;
}

// True if a Medication at hand says what `reference` means.
bool is_explained(Json reference, Json referring, const MedicationIndex& known) {
  return says_what_it_is(known.find(reference, referring));
}

bool came_to_nothing(Json resource) {
  return is_void(resource) || was_not_taken(resource) ||
         is_one_of(resource["status"].text(), {"cancelled", "draft", "not-done"});
}

bool is_named(const MedicationRequest& request, const MedicationIndex& known) {
  if (!request.medication_concept().is_empty()) return true;
  const Json reference = request.medication_reference();
  return !reference["display"].is_empty() || is_explained(reference, request.json, known);
}

// Adds the reference of `resource`, if it has no concept, and a server can answer it.
void add_unresolved(Json resource, QueryId query, const MedicationIndex& known,
                    std::vector<MedicationReference>& found) {
  const MedicationRequest request{resource};
  if (!request.medication_concept().is_empty()) return;
  const Json reference = request.medication_reference();
  const std::string_view text = reference["reference"].text();
  const auto parts = split_reference(text);
  if (!parts || parts->type != "Medication" || !is_id(parts->id) || is_explained(reference, resource, known)) return;
  const bool is_absolute = text.starts_with("http://") || text.starts_with("https://");
  if (is_absolute || text.starts_with("Medication/")) found.push_back({text, parts->id, query, is_absolute});
}

}  // namespace

std::vector<MedicationReference> unresolved_in_drafts(const PatientRecord& record) {
  const MedicationIndex known(record);
  std::vector<MedicationReference> found;
  for (const Json entry : record.draft_orders["entry"].each())
    if (is_meant(entry, record.selections) && is_medication_request(entry["resource"]))
      add_unresolved(entry["resource"], QueryId::medications, known, found);
  return found;
}

std::vector<MedicationReference> unresolved_in_answers(const PatientRecord& record) {
  const MedicationIndex known(record);
  std::vector<MedicationReference> found;
  for (const QueryId query : answers_about_medications)
    for (const Json resource : record[query].resources)
      if (!came_to_nothing(resource) && !is_named({resource}, known)) add_unresolved(resource, query, known, found);
  return found;
}

bool has_unnamed_drugs(const PatientRecord& record) {
  const MedicationIndex known(record);
  for (const QueryId query : answers_about_medications)
    for (const Json resource : record[query].resources)
      if (!came_to_nothing(resource) && !is_named({resource}, known)) return true;
  return false;
}

}  // namespace fhir
