#include "rules/facts.h"

#include <initializer_list>

#include "rules/reading.h"

namespace rules {
namespace {

using fhir::QueryId;

// The searches without which a fact that was not found cannot be called absent: "could not look".
struct Dependence {
  FactId fact;
  std::initializer_list<QueryId> queries;
};

using enum FactId;
const Dependence dependences[] = {
    {hospice, {QueryId::procedures, QueryId::service_requests, QueryId::encounters}},
    {pregnancy, {QueryId::observations, QueryId::labs}},
    {menopause, {QueryId::procedures}},
    {ovarian_suppression, {QueryId::medication_statements, QueryId::medication_administrations}},
    {dxa, {QueryId::dxa_reports, QueryId::dxa_documents}},
    {dxa_ordered, {QueryId::service_requests, QueryId::appointments}},
    {dxa_declined, {QueryId::service_requests, QueryId::procedures}},
    {parental_hip_fracture, {QueryId::family_history}},
    {bmi, {QueryId::observations}},
    {glucocorticoid_months, {QueryId::medication_statements}},
    {smoking, {QueryId::observations}},
    {frax_major, {QueryId::observations, QueryId::risk_assessments}},
    {frax_hip, {QueryId::observations, QueryId::risk_assessments}},
    {bone_agent, {QueryId::medication_statements, QueryId::medication_administrations}},
    {hypercalcaemia, {QueryId::labs}},
    {egfr, {QueryId::labs}},
    {calcium_mg_dl, {QueryId::labs}},
    {calcium_mmol_l, {QueryId::labs}},
    {vitamin_d_ng_ml, {QueryId::labs}},
    {vitamin_d_nmol_l, {QueryId::labs}},
    {bisphosphonate_allergy, {QueryId::allergies}},
    {takes_calcium, {QueryId::medication_statements}},
    {takes_vitamin_d, {QueryId::medication_statements}},
};

void mark_not_looked(const fhir::PatientRecord& record, Facts& facts) {
  for (const auto& [fact, needed] : dependences)
    for (const QueryId query : needed)
      if (!is_known(facts[fact].value) && !record[query].is_complete()) facts[fact].looked = false;
}

}  // namespace

Facts facts_of(const fhir::PatientRecord& record, const std::vector<AromataseInhibitorOrder>& orders,
               const fhir::Terminology& terminology, const fhir::Today& today) {
  const Reading reading(record, terminology, today);
  Facts facts;
  read_order_facts(reading, orders, facts);
  read_patient_facts(reading, facts);
  read_bone_density_facts(reading, facts);
  read_dxa_order_facts(reading, facts);
  read_fracture_risk_facts(reading, facts);
  read_bone_agent_facts(reading, facts);
  read_laboratory_facts(reading, facts);
  read_safety_facts(reading, facts);
  mark_not_looked(record, facts);
  return facts;
}

}  // namespace rules
