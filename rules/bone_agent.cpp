#include "rules/bone_agent.h"

#include "fhir/quantity.h"

namespace rules {
namespace {

using fhir::ValueSetId;

BoneAgent denosumab_strength(const Medication& medication) {
  if (in(medication.sets, ValueSetId::denosumab_120mg)) return BoneAgent::denosumab_120;
  if (in(medication.sets, ValueSetId::denosumab_60mg)) return BoneAgent::denosumab_60;
  const auto is_120_mg = [](const fhir::Quantity& dose) { return dose.unit == "mg" && dose.value >= 120; };
  return fhir::any_dose(medication.resource, is_120_mg) ? BoneAgent::denosumab_120 : BoneAgent::denosumab_60;
}

}  // namespace

BoneAgent bone_agent_of(const Medication& medication) {
  if (in(medication.sets, ValueSetId::denosumab)) return denosumab_strength(medication);
  if (in(medication.sets, ValueSetId::bisphosphonate)) return BoneAgent::bisphosphonate;
  return in(medication.sets, ValueSetId::other_bone_agent) ? BoneAgent::other : BoneAgent::none;
}

}  // namespace rules
