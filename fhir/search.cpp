#include "fhir/search.h"

#include <algorithm>
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
      return any_of(
          "code",
          {t_score_lumbar_spine, t_score_spine, t_score_hip, t_score_femur, t_score_forearm, t_score_other_site,
           z_score, z_score_other_site, bmd_lumbar_spine, bmd_hip, bmd_femur, bmd_other_site, dxa_study},
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

// How much each search asks for at once: what decades of care leave behind; a longer answer has a next link.
std::string_view count_of(QueryId id) {
  switch (id) {
    case conditions:
    case medications:
      return "500";
    case dxa_reports:
    case dxa_documents:
    case encounters:
    case risk_assessments:
      return "100";
    default:
      return "200";
  }
}

// By what the results of R4, the latest first, are sorted; "" where R4 has no parameter that tells when.
std::string_view sort_of(QueryId id) {
  switch (id) {
    case medications:
      return "authoredon";
    case service_requests:
      return "authored";
    case medication_statements:
      return "effective";
    case medication_administrations:
      return "effective-time";
    case patient:
    case conditions:
    case allergies:
    case family_history:
      return "";
    default:
      return "date";
  }
}

// One search of a query: for a type, sorted by one of the parameters that the version has for it.
struct Search {
  std::string_view type;
  std::string_view sort;
};

// Where versions differ from R4: names of types, and search parameters that tell when. What is searched by, patient,
// code and type, is the same in all of them. Each version lists the parameters at the end of the type's page, such as
// http://hl7.org/fhir/DSTU2/medicationorder.html#search.
struct Difference {
  QueryId id;
  FhirVersion first;
  FhirVersion last;
  Search search;
};
using enum FhirVersion;
constexpr Difference differences[] = {
    {medications, dstu2, dstu2, {"MedicationOrder", "datewritten"}},
    {dxa_documents, dstu2, stu3, {"DocumentReference", "indexed"}},
    {service_requests, dstu2, dstu2, {"DiagnosticOrder", ""}},
    {service_requests, dstu2, dstu2, {"ProcedureRequest", ""}},
    {service_requests, dstu2, dstu2, {"ReferralRequest", "date"}},
    {service_requests, stu3, stu3, {"ProcedureRequest", "authored"}},
    {service_requests, stu3, stu3, {"ReferralRequest", "authored-on"}},
    {medication_statements, dstu2, dstu2, {"MedicationStatement", "effectivedate"}},
    {medication_administrations, dstu2, dstu2, {"MedicationAdministration", "effectivetime"}},
    {medication_administrations, r5, r5, {"MedicationAdministration", "date"}},
};

std::vector<Search> searches(QueryId id, FhirVersion version) {
  std::vector<Search> found;
  for (const auto& difference : differences)
    if (difference.id == id && difference.first <= version && version <= difference.last)
      found.push_back(difference.search);
  if (found.empty()) found.push_back({query(id).resource_type, sort_of(id)});
  return found;
}

// In DSTU2 the order is a modifier, http://hl7.org/fhir/DSTU2/search.html#sort; since STU3 it is a minus sign.
std::string order_and_count(QueryId id, const Search& search, FhirVersion version) {
  std::string text;
  if (!search.sort.empty()) text.append(version == dstu2 ? "&_sort:desc=" : "&_sort=-").append(search.sort);
  return text.append("&_count=").append(count_of(id));
}

std::string url_of(QueryId id, const Search& search, std::string_view patient_id, const Terminology& terminology,
                   SearchForm form, FhirVersion version) {
  const bool is_read = query(id).is_read;
  std::string url = std::string(search.type) + (is_read ? "/" : "?patient=") + std::string(patient_id);
  url += filter(id, terminology);
  if (form == SearchForm::full && !is_read) url += order_and_count(id, search, version);
  return url;
}

}  // namespace

const std::array<Query, query_count>& queries() { return list; }

const Query& query(QueryId id) { return list[static_cast<std::size_t>(id)]; }

bool is_answered_with(const Query& query, std::string_view resource_type) {
  return resource_type == query.resource_type || std::ranges::any_of(differences, [&](const Difference& difference) {
           return difference.id == query.id && difference.search.type == resource_type;
         });
}

std::vector<std::string_view> resource_types(QueryId id, FhirVersion version) {
  std::vector<std::string_view> types;
  for (const auto& search : searches(id, version)) types.push_back(search.type);
  return types;
}

std::vector<std::string> query_urls(QueryId id, std::string_view patient_id, const Terminology& terminology,
                                    SearchForm form, FhirVersion version) {
  std::vector<std::string> urls;
  for (const auto& search : searches(id, version))
    urls.push_back(url_of(id, search, patient_id, terminology, form, version));
  return urls;
}

std::string prefetch_template(QueryId id, const Terminology& terminology) {
  return query_urls(id, "{{context.patientId}}", terminology, SearchForm::full, r4).front();
}

}  // namespace fhir
