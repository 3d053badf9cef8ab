#include "rules/reading.h"

#include <algorithm>

#include "fhir/ascii.h"

namespace rules {
namespace {

using fhir::is_one_of;
using fhir::Json;
using fhir::QueryId;

// An order to give, as opposed to a plan that may come to nothing. Drafts are also orders as proposal or plan.
bool is_order(Json request, Medication::Kind kind) {
  const fhir::MedicationRequest order{request};
  if (order.do_not_perform()) return false;
  if (kind == Medication::Kind::draft)
    return is_one_of(order.status(), {"", "draft", "active"}) && order.intent() != "option";
  // What the patient reports to take is a plan in the US Core profile, and marked as reported.
  return order.status() == "active" && !is_one_of(order.intent(), {"option", "proposal"}) &&
         (order.intent() != "plan" || order.is_reported());
}

// A stated end of the course that has passed ends it, whatever the status says.
bool has_ended(Json resource, const fhir::Today& today) {
  const auto end = fhir::end_of_course(resource);
  return end && fhir::days_between(end->latest, today.day) > 0;
}

std::optional<fhir::Date> since_when(Json resource, Medication::Kind kind) {
  switch (kind) {
    case Medication::Kind::draft:
    case Medication::Kind::request:
      return fhir::MedicationRequest{resource}.started();
    case Medication::Kind::statement:
      return fhir::MedicationStatement{resource}.since();
    case Medication::Kind::administration:
      break;
  }
  return fhir::MedicationAdministration{resource}.given_on();
}

}  // namespace

bool is_taken_now(Json resource, Medication::Kind kind, const fhir::Today& today) {
  switch (kind) {
    case Medication::Kind::draft:
    case Medication::Kind::request:
      return is_order(resource, kind) && !has_ended(resource, today);
    case Medication::Kind::statement:
      return fhir::MedicationStatement{resource}.is_taken() && !has_ended(resource, today);
    case Medication::Kind::administration:
      break;
  }
  return false;
}

bool took_place(const Medication& medication) {
  return medication.taken_now || medication.kind == Medication::Kind::administration ||
         fhir::was_taken(medication.resource);
}

Reading::Reading(const fhir::PatientRecord& record, const fhir::Terminology& terminology, const fhir::Today& today)
    : record_(record),
      terminology_(terminology),
      today_(today),
      coded_(record, terminology),
      medication_index_(record, terminology) {
  birth_date_ = fhir::Patient{record.patient()}.birth_date();
  for (const auto& [resource, sets, effective, order] : of(QueryId::conditions))
    if (const fhir::Condition condition{resource}; !fhir::is_void(resource))
      conditions_.push_back({condition, sets, condition.is_active()});
  for (const Json entry : record.draft_orders["entry"].each())
    if (fhir::owner_of(entry["resource"], record.patient_id) != fhir::Owner::other_patient)
      drafts_.push_back(entry["resource"]);
  for (const Json draft : drafts_)
    if (fhir::is_medication_request(draft)) add_medication(Medication::Kind::draft, draft, 0);
  add_medications(Medication::Kind::request, QueryId::medications);
  add_medications(Medication::Kind::statement, QueryId::medication_statements);
  add_medications(Medication::Kind::administration, QueryId::medication_administrations);
}

void Reading::add_medications(Medication::Kind kind, QueryId query) {
  const auto before = static_cast<std::ptrdiff_t>(medications_.size());
  for (std::uint32_t place = 0; const Json resource : record_[query].resources) add_medication(kind, resource, place++);
  std::ranges::sort(medications_.begin() + before, medications_.end(), {}, &Medication::order);
}

void Reading::add_medication(Medication::Kind kind, Json resource, std::uint32_t place) {
  // A generic code and a brand in the text beside it (denosumab, "Xgeva") say more together than either alone.
  const auto sets = medication_index_.sets_of(resource).all();
  if (sets.none() || fhir::is_void(resource)) return;
  if (kind == Medication::Kind::administration && !fhir::MedicationAdministration{resource}.was_given()) return;
  medications_.push_back({kind,
                          resource,
                          {resource["id"].text(), place},
                          sets,
                          is_taken_now(resource, kind, today_),
                          past_day(since_when(resource, kind))});
}

std::optional<fhir::Day> Reading::past_day(const std::optional<fhir::Date>& date) const {
  if (!date || fhir::is_future(*date, today_)) return std::nullopt;
  return fhir::most_recent_day(*date, today_);
}

bool Reading::within_months(fhir::Day day, int months) const { return fhir::months_between(day, today_.day) <= months; }

bool Reading::within_days(fhir::Day day, int days) const { return fhir::days_between(day, today_.day) <= days; }

// Of a birth date that is only a month or a year the latest day counts: nobody is made older than is known.
std::optional<int> Reading::age_on(fhir::Day day) const {
  if (!birth_date_ || fhir::days_between(birth_date_->earliest, day) < 0) return std::nullopt;
  return std::max(0, fhir::years_between(birth_date_->latest, day));
}

Fact Reading::condition(fhir::ValueSetId set, Which which) const {
  for (const auto& [condition, sets, active] : conditions_)
    if (in(sets, set) && (active || which == Which::any))
      return found(true, condition.json, past_day(condition.known_since()));
  return {};
}

Fact Reading::taken_now(fhir::ValueSetId set) const {
  for (const auto& medication : medications_)
    if (medication.taken_now && in(medication.sets, set)) return found(true, medication.resource, medication.since);
  return {};
}

Fact found(Value value, Json resource, std::optional<fhir::Day> day) {
  return Fact{value, {fhir::ref_of(resource), day}, true};
}

}  // namespace rules
