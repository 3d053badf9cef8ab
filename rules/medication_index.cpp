#include "rules/medication_index.h"

#include "fhir/medication_resources.h"

namespace rules {
namespace {

using fhir::Json;

void add_concept(Json concept_, const fhir::Terminology& terminology, MedicationSets& sets) {
  sets.by_code |= terminology.sets_of(concept_);
  sets.by_name |= terminology.sets_named_in(concept_);
}

}  // namespace

MedicationSets MedicationIndex::sets_of(Json resource, const fhir::Terminology& terminology) const {
  const fhir::MedicationRequest view{resource};
  const Json reference = view.medication_reference();
  const Json medication = index_.find(reference, resource);
  MedicationSets sets;
  add_concept(view.medication_concept(), terminology, sets);
  add_concept(medication["code"], terminology, sets);
  fhir::for_each_ingredient(medication, [&](Json ingredient) { add_concept(ingredient, terminology, sets); });
  sets.by_name |= terminology.sets_named_in(reference["display"].text());
  return sets;
}

}  // namespace rules
