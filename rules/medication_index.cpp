#include "rules/medication_index.h"

#include "fhir/medication_resources.h"
#include "fhir/resources.h"

namespace rules {
namespace {

using fhir::Json;

void add_concept(Json concept_, const fhir::Terminology& terminology, MedicationSets& sets) {
  sets.by_code |= terminology.sets_of(concept_);
  sets.by_name |= terminology.sets_named_in(concept_);
}

}  // namespace

MedicationIndex::Contents MedicationIndex::read(Json medication) const {
  Contents contents;
  const auto add = [&](Json concept_) { add_concept(concept_, terminology_, contents.sets); };
  add(medication["code"]);
  fhir::for_each_ingredient(medication, add);
  contents.has_code = fhir::has_code(medication["code"]);
  return contents;
}

MedicationIndex::Contents MedicationIndex::referred_to(Json reference, Json resource) const {
  const Json medication = index_.find(reference, resource);
  if (!medication.exists()) return {};
  return contents_.of(medication, [this](Json found) { return read(found); });
}

MedicationSets MedicationIndex::sets_of(Json resource) const {
  const fhir::MedicationRequest view{resource};
  const Json reference = view.medication_reference();
  MedicationSets sets = referred_to(reference, resource).sets;
  add_concept(view.medication_concept(), terminology_, sets);
  sets.by_name |= terminology_.sets_named_in(reference["display"].text());
  return sets;
}

bool MedicationIndex::has_code(Json resource) const {
  const fhir::MedicationRequest view{resource};
  return fhir::has_code(view.medication_concept()) || referred_to(view.medication_reference(), resource).has_code;
}

}  // namespace rules
