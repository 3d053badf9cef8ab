// What could be looked up. Only a complete answer tells that something is not there: of an optional search that was not
// made, failed or was cut short, no absence is believed.
#include <initializer_list>

#include "rules/reading.h"

namespace rules {
namespace {

using enum FactId;
using fhir::QueryId;

struct Dependence {
  FactId fact;
  std::initializer_list<QueryId> queries;
};

// The optional searches that the reader of a fact looks at. The required ones are complete, or there is no record.
const Dependence dependences[] = {
    {hospice, {QueryId::procedures, QueryId::service_requests, QueryId::encounters}},
    {pregnancy, {QueryId::observations, QueryId::labs}},
    {menopause, {QueryId::procedures}},
    {ovarian_suppression, {QueryId::medication_statements, QueryId::medication_administrations}},
    {dxa, {QueryId::dxa_reports, QueryId::dxa_documents, QueryId::procedures}},
    {dxa_date, {QueryId::dxa_reports, QueryId::dxa_documents, QueryId::procedures}},
    {months_since_dxa, {QueryId::dxa_reports, QueryId::dxa_documents, QueryId::procedures}},
    {dxa_ordered, {QueryId::service_requests, QueryId::appointments}},
    {dxa_declined, {QueryId::service_requests, QueryId::procedures}},
    {parental_hip_fracture, {QueryId::family_history}},
    {bmi, {QueryId::observations}},
    {glucocorticoid_months, {QueryId::medication_statements}},
    {smoking, {QueryId::observations}},
    {frax_major, {QueryId::observations, QueryId::risk_assessments}},
    {frax_hip, {QueryId::observations, QueryId::risk_assessments}},
    {bone_agent, {QueryId::medication_statements, QueryId::medication_administrations}},
    {last_denosumab_dose, {QueryId::medication_administrations}},
    {next_denosumab_dose, {QueryId::medication_administrations}},
    {hypercalcaemia, {QueryId::labs}},
    {egfr, {QueryId::labs}},
    {advanced_kidney_disease, {QueryId::labs}},
    {calcium_mg_dl, {QueryId::labs}},
    {calcium_mmol_l, {QueryId::labs}},
    {vitamin_d_ng_ml, {QueryId::labs}},
    {vitamin_d_nmol_l, {QueryId::labs}},
    {bisphosphonate_allergy, {QueryId::allergies}},
    {takes_calcium, {QueryId::medication_statements}},
    {takes_vitamin_d, {QueryId::medication_statements}},
};

// What a guideline asks before it says that something is not there, or offers what only its absence allows.
const Dependence concerns[] = {
    {dxa_looked_up, {QueryId::dxa_reports, QueryId::dxa_documents, QueryId::procedures}},
    {dxa_requests_looked_up, {QueryId::service_requests, QueryId::appointments, QueryId::procedures}},
    {menopause_looked_up, {QueryId::procedures, QueryId::medication_statements, QueryId::medication_administrations}},
    {risk_factors_looked_up,
     {QueryId::observations, QueryId::risk_assessments, QueryId::family_history, QueryId::medication_statements}},
    {bone_agents_looked_up, {QueryId::medication_statements, QueryId::medication_administrations}},
    {labs_looked_up, {QueryId::labs}},
    {drug_cautions_looked_up,
     {QueryId::labs, QueryId::allergies, QueryId::medication_statements, QueryId::medication_administrations}},
    {supplements_looked_up, {QueryId::medication_statements}},
};

// Whatever rests on drugs asks one of these. An order that says its drug only by a reference that led nowhere may be
// for any of them.
bool is_about_drugs(QueryId query) {
  return query == QueryId::medication_statements || query == QueryId::medication_administrations;
}

bool all_complete(const Dependence& dependence, const Reading& reading) {
  for (const QueryId query : dependence.queries)
    if (!reading.is_complete(query) || (is_about_drugs(query) && reading.record().has_unread_medications)) return false;
  return true;
}

// Of a man there is nothing to look up.
bool is_of_women(FactId fact) { return fact == pregnancy || fact == menopause || fact == ovarian_suppression; }

}  // namespace

void read_looked_up_facts(const Reading& reading, Facts& facts) {
  for (const auto& concern : concerns) facts[concern.fact] = {all_complete(concern, reading), {}, true};
}

void mark_not_looked(const Reading& reading, Facts& facts) {
  const bool is_man = facts[sex].value == Value(name_value(sex, "male"));
  for (const auto& dependence : dependences) {
    Fact& fact = facts[dependence.fact];
    if (is_known(fact.value) || all_complete(dependence, reading)) continue;
    fact.looked = is_man && is_of_women(dependence.fact);
  }
}

}  // namespace rules
