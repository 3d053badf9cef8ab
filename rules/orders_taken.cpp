// By which orders and statements on record the patient takes an aromatase inhibitor.
#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "fhir/medication_references.h"
#include "rules/drug.h"
#include "rules/facts.h"
#include "rules/reading.h"

namespace rules {
namespace {

using fhir::Json;
using fhir::QueryId;
using Kind = Medication::Kind;

constexpr std::array<std::pair<QueryId, Kind>, 2> answers_about_drugs_taken{
    {{QueryId::medications, Kind::request}, {QueryId::medication_statements, Kind::statement}}};

// Whatever the order in which a server has found them, the same cards come of them.
auto by_id(const AromataseInhibitorOrder& order) {
  return std::tuple(fhir::resource_type(order.order), order.order["id"].text());
}

}  // namespace

OrdersFound find_taken(const fhir::PatientRecord& record, const fhir::Terminology& terminology,
                       const fhir::Today& today) {
  const MedicationIndex medications(record);
  OrdersFound result;
  for (const auto& [query, kind] : answers_about_drugs_taken)
    for (const Json resource : record[query].resources) {
      if (fhir::is_void(resource) || !is_taken_now(resource, kind, today)) continue;
      const MedicationSets medication = medications.sets_of(resource, terminology);
      const bool by_code = is_aromatase_inhibitor(medication.by_code);
      if (by_code || is_aromatase_inhibitor(medication.by_name))
        result.ours.push_back({resource, !by_code, has_drug_code(medications, resource), true});
    }
  std::ranges::sort(result.ours, {}, by_id);
  result.unnamed = result.ours.empty() && fhir::has_unnamed_drugs(record);
  return result;
}

}  // namespace rules
