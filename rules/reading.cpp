#include "rules/reading.h"

#include <algorithm>
#include <initializer_list>

namespace rules {
namespace {

using fhir::Json;
using fhir::QueryId;

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> texts) {
  return std::ranges::find(texts, text) != texts.end();
}

std::optional<fhir::Date> first_date(Json resource, std::initializer_list<std::string_view> names) {
  for (const auto name : names)
    if (const auto date = fhir::date_of(resource[name])) return date;
  return std::nullopt;
}

// An order to give, as opposed to a plan that may come to nothing. Drafts are also orders as proposal or plan.
bool is_order(Json request, Medication::Kind kind) {
  const fhir::MedicationRequest order{request};
  if (order.do_not_perform()) return false;
  if (kind == Medication::Kind::draft)
    return is_one_of(order.status(), {"", "draft", "active"}) && order.intent() != "option";
  return order.status() == "active" && !is_one_of(order.intent(), {"option", "proposal", "plan"});
}

// A stated end of the course that has passed ends it, whatever the status says.
bool has_ended(Json request, const Reading& reading) {
  for (const Json dosage : request["dosageInstruction"].each())
    if (const auto end = fhir::parse_date(dosage["timing"]["repeat"]["boundsPeriod"]["end"].text()))
      if (fhir::days_between(end->latest, reading.today().day) > 0) return true;
  return false;
}

bool is_taken_now(Json resource, Medication::Kind kind, const Reading& reading) {
  switch (kind) {
    case Medication::Kind::draft:
    case Medication::Kind::request:
      return is_order(resource, kind) && !has_ended(resource, reading);
    case Medication::Kind::statement:
      return is_one_of(resource["status"].text(), {"active", "recorded"});
    case Medication::Kind::administration:
      break;
  }
  return false;
}

std::optional<fhir::Date> since_when(Json resource, Medication::Kind kind) {
  switch (kind) {
    case Medication::Kind::draft:
    case Medication::Kind::request:
      return fhir::MedicationRequest{resource}.started();
    case Medication::Kind::statement:
      return first_date(resource, {"effectivePeriod", "effectiveDateTime", "dateAsserted"});
    case Medication::Kind::administration:
      break;
  }
  return first_date(resource, {"effectiveDateTime", "effectivePeriod", "effectiveTimeDateTime", "effectiveTimePeriod",
                               "occurenceDateTime", "occurencePeriod"});  // R5 spells it so
}

}  // namespace

Reading::Reading(const fhir::PatientRecord& record, const fhir::Terminology& terminology, const fhir::Today& today)
    : record_(record), terminology_(terminology), today_(today) {
  birth_date_ = fhir::Patient{record.patient()}.birth_date();
  for (const Json entry : record.draft_orders["entry"].each())
    if (fhir::owner_of(entry["resource"], record.patient_id) != fhir::Owner::other_patient)
      drafts_.push_back(entry["resource"]);
  for (const Json draft : drafts_)
    if (fhir::is_medication_request(draft)) add_medication(Medication::Kind::draft, draft);
  for (const Json request : of(QueryId::medications)) add_medication(Medication::Kind::request, request);
  for (const Json statement : of(QueryId::medication_statements))
    add_medication(Medication::Kind::statement, statement);
  for (const Json given : of(QueryId::medication_administrations))
    add_medication(Medication::Kind::administration, given);
}

void Reading::add_medication(Medication::Kind kind, Json resource) {
  if (fhir::is_void(resource)) return;
  if (kind == Medication::Kind::administration &&
      !is_one_of(resource["status"].text(), {"completed", "in-progress", ""}))
    return;
  const Json medication = fhir::medication_of(resource, record_);
  auto sets = terminology_.sets_of(medication);
  if (sets.none()) sets = terminology_.sets_named_in(medication);
  if (sets.none()) return;
  medications_.push_back(
      {kind, resource, sets, is_taken_now(resource, kind, *this), past_day(since_when(resource, kind))});
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
  for (const Json resource : of(QueryId::conditions)) {
    const fhir::Condition condition{resource};
    if (which == Which::active ? !condition.is_active() : fhir::is_void(resource)) continue;
    if (in(terminology_.sets_of(condition.code()), set)) return found(true, resource, past_day(condition.onset()));
  }
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

bool is_final(Json observation) { return is_one_of(observation["status"].text(), {"final", "amended", "corrected"}); }

}  // namespace rules
