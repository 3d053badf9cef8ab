#include "fhir/coded_elements.h"

#include <span>
#include <string_view>

namespace fhir {
namespace {

// A CodeableConcept or Coding, or a list of them; or what has one within, at one step or at two.
struct Element {
  std::string_view name;
  std::string_view within = {};
  std::string_view further = {};
};

constexpr Element of_conditions_and_results[] = {{"code"}};
constexpr Element of_bone_density[] = {{"code"}, {"component", "code"}};
constexpr Element of_reports[] = {{"code"}, {"type"}};
constexpr Element of_service_requests[] = {{"code"},
                                           {"reasonCode"},
                                           {"code", "concept"},         // R5
                                           {"reason", "concept"},       // R5
                                           {"serviceRequested"},        // ReferralRequest of STU3 and DSTU2
                                           {"type"},                    // likewise
                                           {"item", "code"},            // DiagnosticOrder of DSTU2
                                           {"reason"},                  // DSTU2
                                           {"reasonCodeableConcept"}};  // DSTU2
constexpr Element of_procedures[] = {{"code"}, {"reasonCode"}, {"reason", "concept"}, {"reasonCodeableConcept"}};
constexpr Element of_encounters[] = {{"class"},
                                     {"type"},
                                     {"serviceType"},
                                     {"reasonCode"},
                                     {"hospitalization", "dischargeDisposition"},
                                     {"admission", "dischargeDisposition"},  // R5
                                     {"serviceType", "concept"},             // R5
                                     {"reason", "value", "concept"},         // R5
                                     {"reason"}};                            // STU3, DSTU2
constexpr Element of_appointments[] = {{"serviceType"},
                                       {"reasonCode"},
                                       {"serviceType", "concept"},  // R5
                                       {"reason", "concept"},       // R5
                                       {"reason"},                  // STU3, DSTU2
                                       {"type"}};                   // DSTU2

std::span<const Element> elements_of(QueryId query) {
  switch (query) {
    case QueryId::conditions:
    case QueryId::labs:
    case QueryId::observations:
      return of_conditions_and_results;
    case QueryId::bone_density:
      return of_bone_density;
    case QueryId::dxa_reports:
    case QueryId::dxa_documents:
      return of_reports;
    case QueryId::service_requests:
      return of_service_requests;
    case QueryId::procedures:
      return of_procedures;
    case QueryId::encounters:
      return of_encounters;
    case QueryId::appointments:
      return of_appointments;
    default:
      return {};
  }
}

Membership sets_within(Json value, const Element& element, const Terminology& terminology) {
  Membership sets;
  for (const Json each : value.each()) {
    if (element.within.empty()) {
      sets |= terminology.sets_of(each);
      continue;
    }
    for (const Json inner : each[element.within].each())
      sets |= terminology.sets_of(element.further.empty() ? inner : inner[element.further]);
  }
  return sets;
}

}  // namespace

bool has_coded_elements(QueryId query) { return !elements_of(query).empty(); }

// One walk over the members.
Membership sets_of(Json resource, QueryId query, const Terminology& terminology) {
  const auto elements = elements_of(query);
  Membership sets;
  for (const auto& [name, value] : resource.members())
    for (const auto& element : elements)
      if (element.name == name) sets |= sets_within(value, element, terminology);
  return sets;
}

}  // namespace fhir
