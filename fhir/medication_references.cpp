#include "fhir/medication_references.h"

#include <array>
#include <unordered_set>

#include "fhir/ascii.h"
#include "fhir/reference.h"
#include "fhir/resources.h"

namespace fhir {
namespace {

constexpr std::array answers_about_medications{QueryId::medications, QueryId::medication_statements,
                                               QueryId::medication_administrations};

bool says_what_it_is(Json medication) { return !medication["code"].is_empty() || !medication["ingredient"].is_empty(); }

// The Medications at hand that say what they are, by id and by URL: looked up, not searched, for there may be
// thousands.
class NamedMedications {
 public:
  explicit NamedMedications(const PatientRecord& record) {
    for (const Json entry : record.draft_orders["entry"].each()) {
      add(entry["resource"]);
      if (says_what_it_is(entry["resource"])) names_.insert(entry["fullUrl"].text());
    }
    for (const auto& answer : record.answers)
      for (const Json resource : answer.included) add(resource);
    for (const Json medication : record.medications) add(medication);
    names_.erase(std::string_view());
  }

  bool know(Json reference, Json referring) const {
    const std::string_view text = reference["reference"].text();
    const auto parts = split_reference(text);
    if (!parts) return false;
    if (!parts->is_contained) return names_.contains(parts->id) || names_.contains(text);
    for (const Json contained : referring["contained"].each())
      if (contained["id"].text() == parts->id) return says_what_it_is(contained);
    return false;
  }

 private:
  void add(Json resource) {
    if (resource_type(resource) == "Medication" && says_what_it_is(resource)) names_.insert(resource["id"].text());
  }

  std::unordered_set<std::string_view> names_;
};

bool came_to_nothing(Json resource) {
  return is_void(resource) || is_one_of(resource["status"].text(), {"cancelled", "draft", "not-done", "not-taken"});
}

bool is_named(const MedicationRequest& request, const NamedMedications& known) {
  if (!request.medication_concept().is_empty()) return true;
  const Json reference = request.medication_reference();
  return !reference["display"].is_empty() || known.know(reference, request.json);
}

// Adds the reference of `resource`, if it has no concept, and a server can answer it.
void add_unresolved(Json resource, QueryId query, const NamedMedications& known,
                    std::vector<MedicationReference>& found) {
  const MedicationRequest request{resource};
  if (!request.medication_concept().is_empty()) return;
  const Json reference = request.medication_reference();
  const std::string_view text = reference["reference"].text();
  const auto parts = split_reference(text);
  if (!parts || parts->type != "Medication" || !is_id(parts->id) || known.know(reference, resource)) return;
  const bool is_absolute = text.starts_with("http://") || text.starts_with("https://");
  if (is_absolute || text.starts_with("Medication/")) found.push_back({text, parts->id, query, is_absolute});
}

}  // namespace

std::vector<MedicationReference> unresolved_in_drafts(const PatientRecord& record) {
  const NamedMedications known(record);
  std::vector<MedicationReference> found;
  for (const Json entry : record.draft_orders["entry"].each())
    if (is_medication_request(entry["resource"])) add_unresolved(entry["resource"], QueryId::medications, known, found);
  return found;
}

std::vector<MedicationReference> unresolved_in_answers(const PatientRecord& record) {
  const NamedMedications known(record);
  std::vector<MedicationReference> found;
  for (const QueryId query : answers_about_medications)
    for (const Json resource : record[query].resources)
      if (!came_to_nothing(resource) && !is_named({resource}, known)) add_unresolved(resource, query, known, found);
  return found;
}

bool has_unnamed_drugs(const PatientRecord& record) {
  const NamedMedications known(record);
  for (const QueryId query : answers_about_medications)
    for (const Json resource : record[query].resources)
      if (!came_to_nothing(resource) && !is_named({resource}, known)) return true;
  return false;
}

}  // namespace fhir
