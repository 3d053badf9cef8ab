// The order, or what is taken already: which drug, why, for how long, and whether it goes on with an earlier one.
#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>

#include "fhir/quantity.h"
#include "rules/drug.h"
#include "rules/read_once.h"
#include "rules/reading.h"

namespace rules {
namespace {

using fhir::Json;

constexpr double short_course_days = 14;     // clinical-policy.md section 1
constexpr double short_course_tablets = 20;  // likewise: for orders without a stated duration
constexpr int renewal_days = 60;             // likewise

// What an order is for, as far as a code says it; of several reasons the last of these counts.
enum class Purpose : std::uint8_t { not_coded, other, infertility };

Purpose purpose_in(Json concept_, const fhir::Terminology& terminology) {
  if (in(terminology.sets_of(concept_), fhir::ValueSetId::infertility)) return Purpose::infertility;
  return fhir::has_code(concept_) ? Purpose::other : Purpose::not_coded;
}

// The resources that reasons may refer to, each found in one look-up.
class Referred {
 public:
  void add(Json resource) {
    if (const auto id = resource["id"].text(); !id.empty()) all_.push_back({id, all_.size(), resource["code"]});
  }
  // Before the first look-up.
  void put_in_order() {
    std::ranges::sort(all_, {}, [](const Resource& each) { return std::tuple(each.id, each.place); });
  }
  // Missing if there is none of this id; of several the first counts.
  Json code_of(std::string_view id) const {
    const auto found = std::ranges::lower_bound(all_, id, {}, &Resource::id);
    return found == all_.end() || found->id != id ? Json() : found->code;
  }

 private:
  struct Resource {
    std::string_view id;
    std::size_t place;
    Json code;
  };
  fhir::List<Resource> all_;
};

Referred contained_in(Json order) {
  Referred contained;
  for (const Json resource : order["contained"].each()) contained.add(resource);
  contained.put_in_order();
  return contained;
}

Referred conditions_of(const fhir::PatientRecord& record) {
  Referred conditions;
  for (const Json condition : record[fhir::QueryId::conditions].resources)
    if (!fhir::is_void(condition)) conditions.add(condition);
  conditions.put_in_order();
  return conditions;
}

// What orders are for, by their reasons: concepts, CodeableReferences (R5), or references.
class Reasons {
 public:
  explicit Reasons(const Reading& reading) : reading_(reading) {}

  Purpose purpose_of(const fhir::MedicationRequest& order) {
    auto purpose = Purpose::not_coded;
    std::optional<Referred> contained;  // made when it is first asked
    for (const Json reasons : {order.reason_codes(), order.reason_references()})
      for (const Json reason : reasons.each()) purpose = std::max(purpose, purpose_of(reason, order.json, contained));
    return purpose;
  }

 private:
  Purpose purpose_of(Json reason, Json order, std::optional<Referred>& contained) {
    const auto parts = fhir::split_reference(fhir::reference_in(reason)["reference"].text());
    if (!parts || reason["concept"].exists()) return purpose_in(fhir::concept_in(reason), reading_.terminology());
    if (parts->is_contained) {
      if (!contained) contained = contained_in(order);
      return purpose_by(contained->code_of(parts->id));
    }
    if (!conditions_) conditions_ = conditions_of(reading_.record());
    return purpose_by(conditions_->code_of(parts->id));
  }
  Purpose purpose_by(Json code) {
    return purposes_.of(code, [this](Json read) { return purpose_in(read, reading_.terminology()); });
  }

  const Reading& reading_;
  std::optional<Referred> conditions_;  // made when it is first asked
  ReadOnce<Purpose> purposes_;          // by the code of what was referred to
};

Fact order_reason(const fhir::MedicationRequest& order, Purpose purpose) {
  if (purpose == Purpose::not_coded) return {};
  return found(name_value(FactId::order_reason, purpose == Purpose::infertility ? "infertility" : "other"), order.json);
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

// An inhibitor that the patient takes, and did weeks ago.
bool is_running(const Medication& medication, const Reading& reading) {
  return medication.kind != Medication::Kind::draft && medication.taken_now && medication.since &&
         is_aromatase_inhibitor(medication.sets) && !reading.within_days(*medication.since, renewal_days);
}

// In order. Resources without one are not among them.
fhir::List<std::string_view> ids_of(const AromataseInhibitorOrders& orders) {
  fhir::List<std::string_view> ids;
  for (const auto& ours : orders)
    if (const auto id = ours.order["id"].text(); !id.empty()) ids.push_back(id);
  std::ranges::sort(ids);
  return ids;
}

// What the patient takes already goes on.
Fact renewal(const AromataseInhibitorOrder& ours, const AromataseInhibitorOrders& orders, const Reading& reading) {
  const fhir::MedicationRequest order{ours.order};
  if (ours.on_record) return found(true, order.json);
  if (order.has_prior_prescription()) return found(true, order.json);
  const auto ordered_now = ids_of(orders);
  for (const auto& medication : reading.medications())
    if (is_running(medication, reading) && !std::ranges::binary_search(ordered_now, medication.resource["id"].text()))
      return found(true, medication.resource, medication.since);
  return found(false, order.json);
}

// An order, and how much it says by itself that it needs no card.
struct WeighedOrder {
  const AromataseInhibitorOrder* ours;
  Purpose purpose;
  int silence;
};

WeighedOrder weigh(const AromataseInhibitorOrder& ours, Reasons& reasons) {
  const fhir::MedicationRequest order{ours.order};
  const Purpose purpose = reasons.purpose_of(order);
  if (purpose == Purpose::infertility) return {&ours, purpose, 3};
  if (purpose == Purpose::not_coded && short_course(order).value == Value(true)) return {&ours, purpose, 2};
  return {&ours, purpose, order.has_prior_prescription() ? 1 : 0};
}

// Of several the one that says least is advised on, for what another order is for silences nothing. Each is weighed
// once: one of them may be as large as all others together.
WeighedOrder order_to_advise_on(const AromataseInhibitorOrders& orders, Reasons& reasons) {
  WeighedOrder best = weigh(orders.front(), reasons);
  for (const auto& ours : std::span(orders).subspan(1))
    if (const auto other = weigh(ours, reasons); other.silence < best.silence) best = other;
  return best;
}

}  // namespace

void read_order_facts(const Reading& reading, const AromataseInhibitorOrders& orders, Facts& facts) {
  if (orders.empty()) return;
  Reasons reasons(reading);
  const auto [advised_on, purpose, silence] = order_to_advise_on(orders, reasons);
  const auto& ours = *advised_on;
  const fhir::MedicationRequest order{ours.order};
  const MedicationSets medication = reading.medication_index().sets_of(ours.order);
  const auto sets = ours.matched_by_name ? medication.by_name : medication.by_code;
  facts[FactId::drug] = found(name_value(FactId::drug, drug_in(sets).value_or("aromatase inhibitor")), ours.order);
  facts[FactId::matched_by_name] = found(ours.matched_by_name, ours.order);
  facts[FactId::order_reason] = order_reason(order, purpose);
  facts[FactId::short_course] = short_course(order);
  facts[FactId::renewal] = renewal(ours, orders, reading);
}

}  // namespace rules
