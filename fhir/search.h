// The one list of queries: what the service wants to know of a patient. Discovery offers it as prefetch templates,
// and what a client does not prefetch is fetched by the same list (CDS Hooks R60-R75).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/value_set.h"
#include "fhir/version.h"

namespace fhir {

enum class QueryId : std::uint8_t {
  patient,
  conditions,
  medications,
  bone_density,  // required
  dxa_reports,
  dxa_documents,
  service_requests,
  appointments,  // optional from here on
  medication_statements,
  medication_administrations,
  procedures,
  encounters,
  labs,
  observations,
  allergies,
  family_history,
  risk_assessments,
  count_
};
inline constexpr std::size_t query_count = static_cast<std::size_t>(QueryId::count_);
constexpr std::size_t index_of(QueryId id) { return static_cast<std::size_t>(id); }

struct Query {
  QueryId id;
  std::string_view key;            // the prefetch key, for example "boneDensity"
  std::string_view resource_type;  // what the query answers with in R4, for example "Observation"
  bool required;                   // without it no advice can be given: 412
  bool is_read;                    // Patient/id, not a search
};

// Every query, in the order in which discovery lists them; the index is the QueryId.
const std::array<Query, query_count>& queries();
const Query& query(QueryId id);

// True if the query is answered with resources of this type, by its name in any version.
bool is_answered_with(const Query& query, std::string_view resource_type);
// The types that a version answers the query with: one, but for orders for services before R4.
std::vector<std::string_view> resource_types(QueryId id, FhirVersion version);

// Two ways to ask: with the order and the number of results that suit us, or with neither, for servers that refuse
// parameters that they do not know.
enum class SearchForm : bool { full, plain };
// What is asked of a FHIR server of this version, relative to its base URL: "Observation?patient=1&code=...". One
// search for each of resource_types(). The id must be valid.
std::vector<std::string> query_urls(QueryId id, std::string_view patient_id, const Terminology& terminology,
                                    SearchForm form, FhirVersion version);

// The template of one query in R4, relative, with {{context.patientId}} for the patient. The codes it asks for are
// those of the value sets. Keeps to the subset that real clients resolve: root context tokens, no repeated parameter,
// no modifier, `_sort` and `_count`.
std::string prefetch_template(QueryId id, const Terminology& terminology);

}  // namespace fhir
