#include "rules/coded_resources.h"

#include <algorithm>

#include "fhir/coded_elements.h"
#include "fhir/resources.h"

namespace rules {
namespace {

using fhir::Json;
using fhir::QueryId;

// Medications are read by rules::MedicationIndex, the patient by herself.
bool is_read_elsewhere(QueryId query) {
  return query == QueryId::patient || query == QueryId::medications || query == QueryId::medication_statements ||
         query == QueryId::medication_administrations;
}

// Read once, for several facts ask for it.
std::optional<fhir::Date> effective(Json resource, const fhir::Query& query) {
  if (query.id != QueryId::labs && query.id != QueryId::observations) return std::nullopt;
  return fhir::Observation{resource}.effective();
}

}  // namespace

CodedResources::CodedResources(const fhir::PatientRecord& record, const fhir::Terminology& terminology) {
  for (const auto& query : fhir::queries()) {
    const std::size_t begin = begins_[fhir::index_of(query.id)];
    const bool is_coded = fhir::has_coded_elements(query.id);
    if (!is_read_elsewhere(query.id))
      for (std::uint32_t place = 0; const Json resource : record[query.id].resources) {
        const auto sets = fhir::sets_of(resource, query.id, terminology);
        if (!is_coded || sets.any())
          all_.push_back({resource, sets, effective(resource, query), {resource["id"].text(), place}});
        ++place;
      }
    std::ranges::sort(all_.begin() + static_cast<std::ptrdiff_t>(begin), all_.end(), {}, &CodedResource::order);
    begins_[fhir::index_of(query.id) + 1] = all_.size();
  }
}

}  // namespace rules
