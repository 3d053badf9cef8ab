#include "fhir/search.h"

#include <initializer_list>

namespace fhir {
namespace {

using enum QueryId;

constexpr std::array<Query, query_count> list{{
    {patient, "patient", "Patient", true, true},
    {conditions, "conditions", "Condition", true, false},
    {medications, "medications", "MedicationRequest", true, false},
    {bone_density, "boneDensity", "Observation", true, false},
    {dxa_reports, "dxaReports", "DiagnosticReport", false, false},
    {dxa_documents, "dxaDocuments", "DocumentReference", false, false},
    {service_requests, "serviceRequests", "ServiceRequest", false, false},
    {appointments, "appointments", "Appointment", false, false},
    {medication_statements, "medicationStatements", "MedicationStatement", false, false},
    {medication_administrations, "medicationAdministrations", "MedicationAdministration", false, false},
    {procedures, "procedures", "Procedure", false, false},
    {encounters, "encounters", "Encounter", false, false},
    {labs, "labs", "Observation", false, false},
    {observations, "observations", "Observation", false, false},
    {allergies, "allergies", "AllergyIntolerance", false, false},
    {family_history, "familyHistory", "FamilyMemberHistory", false, false},
    {risk_assessments, "riskAssessments", "RiskAssessment", false, false},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < query_count; ++i)
    if (static_cast<std::size_t>(list[i].id) != i) return false;
  return true;
}
static_assert(in_order(), "the queries stand in the order of QueryId");

enum class Codes : bool { all, loinc };

// "&code=system|code,system|code": one parameter, for R4 search has no other way to ask for any of several.
std::string any_of(std::string_view parameter, std::initializer_list<ValueSetId> sets, const Terminology& terminology,
                   Codes which) {
  std::string text;
  for (const auto set : sets)
    for (const auto& code : terminology.codes_of(set)) {
      if (which == Codes::loinc && code.system != "http://loinc.org") continue;
      text += (text.empty() ? "" : ",") + code.system + "|" + code.code;
    }
  // Without codes of its own the search is wider, which is right; an empty parameter would be ignored or refused.
  return text.empty() ? text : "&" + std::string(parameter) + "=" + text;
}

// Which resources of the patient a search asks for; "" for all of the type.
std::string filter(QueryId id, const Terminology& terminology) {
  using enum ValueSetId;
  switch (id) {
    case bone_density:
      return any_of("code",
                    {t_score_lumbar_spine, t_score_spine, t_score_hip, t_score_femur, t_score_forearm,
                     t_score_other_site, z_score, bmd_lumbar_spine, bmd_hip, bmd_femur, bmd_other_site, dxa_study},
                    terminology, Codes::loinc);
    case dxa_reports:
      return any_of("code", {dxa_study}, terminology, Codes::all);
    case dxa_documents:
      return any_of("type", {dxa_study}, terminology, Codes::all);
    case labs:
      return any_of("code", {egfr, calcium_mass, calcium_moles, albumin, vitamin_d, pregnancy_test}, terminology,
                    Codes::loinc);
    case observations:
      return any_of("code", {smoking_status, bmi, body_weight, body_height, frax_major, frax_hip, pregnancy_status},
                    terminology, Codes::loinc);
    default:
      return "";
  }
}

// How each search is sorted and how much it asks for at once. Sort parameters are those of FHIR R4 for the type; a type
// without one that tells when is not sorted. The counts hold what decades of care leave behind; a longer answer has a
// next link.
std::string_view order_and_count(QueryId id) {
  switch (id) {
    case patient:
    case QueryId::count_:
      break;
    case conditions:
      return "&_count=500";
    case medications:
      return "&_sort=-authoredon&_count=500";
    case bone_density:
    case appointments:
    case procedures:
    case labs:
    case observations:
      return "&_sort=-date&_count=200";
    case dxa_reports:
    case dxa_documents:
    case encounters:
    case risk_assessments:
      return "&_sort=-date&_count=100";
    case service_requests:
      return "&_sort=-authored&_count=200";
    case medication_statements:
      return "&_sort=-effective&_count=200";
    case medication_administrations:
      return "&_sort=-effective-time&_count=200";
    case allergies:
    case family_history:
      return "&_count=200";
  }
  return "";
}

}  // namespace

const std::array<Query, query_count>& queries() { return list; }

const Query& query(QueryId id) { return list[static_cast<std::size_t>(id)]; }

std::string query_url(QueryId id, std::string_view patient_id, const Terminology& terminology, SearchForm form) {
  const Query& asked = query(id);
  std::string url = std::string(asked.resource_type) + (asked.is_read ? "/" : "?patient=") + std::string(patient_id) +
                    filter(id, terminology);
  if (form == SearchForm::full) url += order_and_count(id);
  return url;
}

std::string prefetch_template(QueryId id, const Terminology& terminology) {
  return query_url(id, "{{context.patientId}}", terminology, SearchForm::full);
}

}  // namespace fhir
