#include "rules/coded_resources.h"

#include <algorithm>

#include "fhir/resources.h"

namespace rules {
namespace {

using fhir::Json;
using fhir::QueryId;

// An element that says what a resource is about: a CodeableConcept or Coding, or what has one within.
struct Element {
  std::string_view name;
  std::string_view within;  // the member that is the concept; "" if the element is one itself
  bool is_list = false;
};

constexpr Element of_observations[] = {{"code", ""}};
constexpr Element of_bone_density[] = {{"code", ""}, {"component", "code", true}};
constexpr Element of_reports[] = {{"code", ""}, {"type", ""}};
constexpr Element of_care[] = {{"code", ""},
                               {"code", "concept"},
                               {"class", ""},
                               {"hospitalization", "dischargeDisposition"},
                               {"type", ""},
                               {"type", "", true},
                               {"serviceType", "", true},
                               {"reasonCode", "", true}};
constexpr Element of_appointments[] = {{"serviceType", "", true}, {"serviceType", "concept", true},
                                       {"reasonCode", "", true},  {"reasonCode", "concept", true},
                                       {"reason", "", true},      {"reason", "concept", true}};

// What is read of the resources of each query; nothing where all are kept.
std::span<const Element> elements_of(QueryId query) {
  switch (query) {
    case QueryId::conditions:
    case QueryId::labs:
    case QueryId::observations:
      return of_observations;
    case QueryId::bone_density:
      return of_bone_density;
    case QueryId::dxa_reports:
    case QueryId::dxa_documents:
      return of_reports;
    case QueryId::service_requests:
    case QueryId::procedures:
    case QueryId::encounters:
      return of_care;
    case QueryId::appointments:
      return of_appointments;
    default:
      return {};
  }
}

// Medications are read by rules::MedicationIndex, the patient by herself.
bool is_read_elsewhere(QueryId query) {
  return query == QueryId::patient || query == QueryId::medications || query == QueryId::medication_statements ||
         query == QueryId::medication_administrations;
}

fhir::Membership sets_of(Json value, const Element& element, const fhir::Terminology& terminology) {
  const auto concept_in = [&](Json each) { return element.within.empty() ? each : each[element.within]; };
  if (!element.is_list) return terminology.sets_of(concept_in(value));
  fhir::Membership sets;
  for (const Json each : value.each()) sets |= terminology.sets_of(concept_in(each));
  return sets;
}

// One walk over the members.
fhir::Membership sets_of(Json resource, std::span<const Element> elements, const fhir::Terminology& terminology) {
  fhir::Membership sets;
  for (const auto& [name, value] : resource.members())
    for (const auto& element : elements)
      if (element.name == name) sets |= sets_of(value, element, terminology);
  return sets;
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
    const auto elements = elements_of(query.id);
    if (!is_read_elsewhere(query.id))
      for (std::uint32_t place = 0; const Json resource : record[query.id].resources) {
        const auto sets = sets_of(resource, elements, terminology);
        if (elements.empty() || sets.any())
          all_.push_back({resource, sets, effective(resource, query), {resource["id"].text(), place}});
        ++place;
      }
    std::ranges::sort(all_.begin() + static_cast<std::ptrdiff_t>(begin), all_.end(), {}, &CodedResource::order);
    begins_[fhir::index_of(query.id) + 1] = all_.size();
  }
}

}  // namespace rules
