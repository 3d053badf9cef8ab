// The order, or what is taken already: which drug, why, for how long, and whether it goes on with an earlier one.
#include <algorithm>
#include <string_view>
#include <tuple>

#include "fhir/quantity.h"
#include "rules/drug.h"
#include "rules/reading.h"

namespace rules {
namespace {

using fhir::Json;

constexpr double short_course_days = 14;     // clinical-policy.md section 1
constexpr double short_course_tablets = 20;  // likewise: for orders without a stated duration
constexpr int renewal_days = 60;             // likewise

// The Conditions that a reason may refer to, found in one look-up.
class Reasons {
 public:
  explicit Reasons(const Reading& reading) : reading_(reading) {}

  // The codes of one reason: a concept, a CodeableReference (R5), or the Condition that a reference leads to.
  Json concept_of(Json reason, Json order) const {
    const auto parts = fhir::split_reference(fhir::reference_in(reason)["reference"].text());
    if (!parts || reason["concept"].exists()) return fhir::concept_in(reason);
    if (parts->is_contained) return contained(order, parts->id);
    return code_of(parts->id);
  }
  const fhir::Terminology& terminology() const { return reading_.terminology(); }

 private:
  struct Condition {
    std::string_view id;
    std::size_t place;
    Json json;
  };

  // Missing if no Condition that is not void has this id; of several the first.
  Json code_of(std::string_view id) const {
    if (!by_id_) by_id_ = in_order_of_id();
    const auto found = std::ranges::lower_bound(*by_id_, id, {}, &Condition::id);
    return found == by_id_->end() || found->id != id ? Json() : found->json["code"];
  }
  fhir::List<Condition> in_order_of_id() const {
    fhir::List<Condition> conditions;
    for (const Json condition : reading_.record()[fhir::QueryId::conditions].resources)
      if (const auto id = condition["id"].text(); !id.empty() && !fhir::is_void(condition))
        conditions.push_back({id, conditions.size(), condition});
    std::ranges::sort(conditions, {}, [](const Condition& each) { return std::tuple(each.id, each.place); });
    return conditions;
  }
  static Json contained(Json order, std::string_view id) {
    for (const Json resource : order["contained"].each())
      if (resource["id"].text() == id) return resource["code"];
    return {};
  }

  const Reading& reading_;
  mutable std::optional<fhir::List<Condition>> by_id_;  // made when it is first asked
};

bool has_code(Json concept_) {
  for (const Json coding : concept_["coding"].each())
    if (!coding["code"].text().empty()) return true;
  return false;
}

Fact order_reason(const fhir::MedicationRequest& order, const Reasons& known) {
  bool coded = false;
  for (const Json reasons : {order.reason_codes(), order.reason_references()})
    for (const Json reason : reasons.each()) {
      const Json concept_ = known.concept_of(reason, order.json);
      if (in(known.terminology().sets_of(concept_), fhir::ValueSetId::infertility))
        return found(name_value(FactId::order_reason, "infertility"), order.json);
      coded = coded || has_code(concept_);
    }
  if (!coded) return {};
  return found(name_value(FactId::order_reason, "other"), order.json);
}

void take_longer(std::optional<double>& longest, std::optional<double> days) {
  if (days && (!longest || *days > *longest)) longest = days;
}

std::optional<double> days_of(Json duration) {
  const auto quantity = fhir::quantity_of(duration);
  return quantity ? fhir::in_days(*quantity) : std::nullopt;
}

std::optional<double> days_in(Json period) {
  const auto start = fhir::parse_date(period["start"].text());
  const auto end = fhir::parse_date(period["end"].text());
  if (!start || !end) return std::nullopt;
  return fhir::days_between(start->earliest, end->latest) + 1;
}

// The longest of the durations that the order or statement states.
std::optional<double> stated_days(const fhir::MedicationRequest& order) {
  std::optional<double> longest = days_of(order.dispense_request()["expectedSupplyDuration"]);
  take_longer(longest, days_in(order.json["effectivePeriod"]));  // of a statement
  for (const char* list : {"dosageInstruction", "dosage"})       // of an order, of a statement
    for (const Json dosage : order.json[list].each()) {
      const Json repeat = dosage["timing"]["repeat"];
      take_longer(longest, days_of(fhir::bounds_duration(dosage)));
      take_longer(longest, days_of(repeat["boundsRange"]["high"]));
      take_longer(longest, days_in(repeat["boundsPeriod"]));
    }
  return longest;
}

Fact short_course(const fhir::MedicationRequest& order) {
  if (const auto days = stated_days(order)) return found(*days <= short_course_days, order.json);
  const auto quantity = fhir::quantity_of(order.dispense_request()["quantity"]);
  if (!quantity || !fhir::is_tablet_unit(*quantity)) return {};
  return found(quantity->value <= short_course_tablets, order.json);
}

bool is_running(const Medication& medication, const std::vector<AromataseInhibitorOrder>& orders,
                const Reading& reading) {
  const auto same_id = [&](const auto& ours) {
    return !ours.order["id"].text().empty() && ours.order["id"].text() == medication.resource["id"].text();
  };
  return medication.kind != Medication::Kind::draft && medication.taken_now && medication.since &&
         is_aromatase_inhibitor(medication.sets) && !reading.within_days(*medication.since, renewal_days) &&
         std::ranges::none_of(orders, same_id);
}

// What the patient takes already goes on.
Fact renewal(const AromataseInhibitorOrder& ours, const std::vector<AromataseInhibitorOrder>& orders,
             const Reading& reading) {
  const fhir::MedicationRequest order{ours.order};
  if (ours.on_record) return found(true, order.json);
  if (order.has_prior_prescription()) return found(true, order.json);
  for (const auto& medication : reading.medications())
    if (is_running(medication, orders, reading)) return found(true, medication.resource, medication.since);
  return found(false, order.json);
}

// How much an order says by itself that it needs no card: of several the one that says least is advised on, for
// what another order is for silences nothing.
int silence_of(const AromataseInhibitorOrder& ours, const Reasons& known) {
  const fhir::MedicationRequest order{ours.order};
  const Value reason = order_reason(order, known).value;
  if (reason == Value(name_value(FactId::order_reason, "infertility"))) return 3;
  if (!is_known(reason) && short_course(order).value == Value(true)) return 2;
  return order.has_prior_prescription() ? 1 : 0;
}

const AromataseInhibitorOrder& order_to_advise_on(const std::vector<AromataseInhibitorOrder>& orders,
                                                  const Reasons& known) {
  return *std::ranges::min_element(orders, {}, [&](const auto& ours) { return silence_of(ours, known); });
}

}  // namespace

void read_order_facts(const Reading& reading, const std::vector<AromataseInhibitorOrder>& orders, Facts& facts) {
  if (orders.empty()) return;
  const Reasons known(reading);
  const auto& ours = order_to_advise_on(orders, known);
  const fhir::MedicationRequest order{ours.order};
  const MedicationSets medication = reading.medication_index().sets_of(ours.order, reading.terminology());
  const auto sets = ours.matched_by_name ? medication.by_name : medication.by_code;
  facts[FactId::drug] = found(name_value(FactId::drug, drug_in(sets).value_or("aromatase inhibitor")), ours.order);
  facts[FactId::matched_by_name] = found(ours.matched_by_name, ours.order);
  facts[FactId::order_reason] = order_reason(order, known);
  facts[FactId::short_course] = short_course(order);
  facts[FactId::renewal] = renewal(ours, orders, reading);
}

}  // namespace rules
