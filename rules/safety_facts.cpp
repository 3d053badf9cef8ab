// What speaks against a drug for bone or a supplement (clinical-policy.md sections 5 and 6).
#include "rules/reading.h"

namespace rules {
namespace {

using fhir::Json;
using fhir::QueryId;
using fhir::ValueSetId;
using Which = Reading::Which;

bool names_bisphosphonate(Json concept_, const Reading& reading) {
  return in(reading.terminology().sets_of(concept_) | reading.terminology().sets_named_in(concept_),
            ValueSetId::bisphosphonate);
}

Fact bisphosphonate_allergy(const Reading& reading) {
  for (const auto& [allergy, unread, effective, order] : reading.of(QueryId::allergies)) {
    const fhir::AllergyIntolerance view{allergy};
    if (!view.is_active()) continue;
    bool concerned = names_bisphosphonate(view.substance(), reading);
    for (const Json reaction : allergy["reaction"].each())
      concerned = concerned || names_bisphosphonate(reaction["substance"], reading);
    if (concerned) return found(true, allergy, reading.past_day(view.recorded()));
  }
  return {};
}

}  // namespace

void read_safety_facts(const Reading& reading, Facts& facts) {
  facts[FactId::osteonecrosis_of_jaw] = reading.condition(ValueSetId::osteonecrosis_of_jaw, Which::any);
  if (const Fact coded = reading.condition(ValueSetId::advanced_kidney_disease, Which::active); is_known(coded.value))
    facts[FactId::advanced_kidney_disease] = coded;
  facts[FactId::hypocalcaemia] = reading.condition(ValueSetId::hypocalcaemia, Which::active);
  if (const Fact coded = reading.condition(ValueSetId::hypercalcaemia, Which::active); is_known(coded.value))
    facts[FactId::hypercalcaemia] = coded;
  facts[FactId::hyperparathyroidism] = reading.condition(ValueSetId::hyperparathyroidism, Which::active);
  facts[FactId::kidney_stones] = reading.condition(ValueSetId::kidney_stones, Which::any);
  facts[FactId::oesophageal_disorder] = reading.condition(ValueSetId::oesophageal_disorder, Which::active);
  facts[FactId::bisphosphonate_allergy] = bisphosphonate_allergy(reading);
  facts[FactId::takes_calcium] = reading.taken_now(ValueSetId::calcium_supplement);
  facts[FactId::takes_vitamin_d] = reading.taken_now(ValueSetId::vitamin_d_supplement);
}

}  // namespace rules
