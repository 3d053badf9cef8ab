#include "rules/facts.h"

#include "rules/reading.h"

namespace rules {

Facts facts_of(const fhir::PatientRecord& record, const AromataseInhibitorOrders& orders,
               const fhir::Terminology& terminology, const fhir::Today& today) {
  const Reading reading(record, terminology, today);
  Facts facts;
  read_looked_up_facts(reading, facts);
  read_order_facts(reading, orders, facts);
  read_patient_facts(reading, facts);
  read_bone_density_facts(reading, facts);
  read_dxa_order_facts(reading, facts);
  read_fracture_risk_facts(reading, facts);
  read_bone_agent_facts(reading, facts);
  read_laboratory_facts(reading, facts);
  read_safety_facts(reading, facts);
  mark_not_looked(reading, facts);
  return facts;
}

}  // namespace rules
