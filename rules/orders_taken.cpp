// By which orders and statements on record the patient takes an aromatase inhibitor.
#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "fhir/kept_memory.h"
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

// Whatever the order in which a server has found them, the same cards come of them. Type and id are looked up once, not
// in every comparison.
void sort_by_id(AromataseInhibitorOrders& orders) {
  using Key = std::tuple<std::string_view, std::string_view, std::size_t>;
  fhir::List<std::pair<Key, AromataseInhibitorOrder>> sorted;
  for (const auto& each : orders)
    sorted.push_back({{fhir::resource_type(each.order), each.order["id"].text(), sorted.size()}, each});
  std::ranges::sort(sorted, {}, &std::pair<Key, AromataseInhibitorOrder>::first);
  std::ranges::transform(sorted, orders.begin(), [](const auto& each) { return each.second; });
}

}  // namespace

OrdersFound find_taken(const fhir::PatientRecord& record, const fhir::Terminology& terminology,
                       const fhir::Today& today) {
  const MedicationIndex medications(record, terminology);
  OrdersFound result;
  for (const auto& [query, kind] : answers_about_drugs_taken)
    for (const Json resource : record[query].resources) {
      if (fhir::is_void(resource) || !is_taken_now(resource, kind, today)) continue;
      const MedicationSets medication = medications.sets_of(resource);
      const bool by_code = is_aromatase_inhibitor(medication.by_code);
      if (by_code || is_aromatase_inhibitor(medication.by_name))
        result.ours.push_back({resource, !by_code, medications.has_code(resource), true});
    }
  sort_by_id(result.ours);
  result.unnamed = result.ours.empty() && fhir::has_unnamed_drugs(record);
  return result;
}

}  // namespace rules
