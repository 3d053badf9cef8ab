// Whether a DXA is already asked for, or was declined (clinical-policy.md section 3).
#include "rules/reading.h"

namespace rules {
namespace {

using fhir::Json;
using fhir::QueryId;
using fhir::ValueSetId;

constexpr int declined_months = 12;  // clinical-policy.md section 3

std::optional<fhir::Day> authored(Json request, const Reading& reading) {
  return reading.past_day(fhir::ServiceRequest{request}.authored_on());
}

bool is_open_dxa_order(Json request, const Reading& reading) {
  return fhir::is_service_request(request) &&
         fhir::ServiceRequest{request}.is_open_for(ValueSetId::dxa_study, reading.terminology());
}

// A booked visit that lies ahead.
bool is_booked(Json appointment, const Reading& reading) {
  const auto start = fhir::date_of(appointment["start"]);
  return appointment["status"].text() == "booked" &&
         (!start || fhir::days_between(reading.today().day, start->latest) >= 0);
}

Fact dxa_ordered(const Reading& reading) {
  for (const Json draft : reading.drafts())
    if (is_open_dxa_order(draft, reading)) return found(true, draft, authored(draft, reading));
  for (const auto& [request, sets, effective, order] : reading.of(QueryId::service_requests))
    if (in(sets, ValueSetId::dxa_study) && is_open_dxa_order(request, reading))
      return found(true, request, authored(request, reading));
  for (const auto& [appointment, sets, effective, order] : reading.of(QueryId::appointments))
    if (in(sets, ValueSetId::dxa_study) && is_booked(appointment, reading)) return found(true, appointment);
  return {};
}

bool is_declined_dxa(Json request, const Reading& reading) {
  return fhir::is_service_request(request) &&
         fhir::ServiceRequest{request}.is_declined_for(ValueSetId::dxa_study, reading.terminology());
}

// A refusal of an unknown day that is still active stands until somebody takes it back. One that is over, of an unknown
// day, may be of any year: it stops nothing.
bool stands_undated(Json request) {
  return !fhir::ServiceRequest{request}.authored_on() && request["status"].text() == "active";
}

// Nobody wants to be asked again within the year: "do not perform", or a procedure that was not done. What the
// clinician drafts is of today.
Fact dxa_declined(const Reading& reading) {
  const auto recently = [&](std::optional<fhir::Day> day) {
    return day && reading.within_months(*day, declined_months);
  };
  for (const Json draft : reading.drafts())
    if (is_declined_dxa(draft, reading)) return found(true, draft, reading.today().day);
  for (const auto& [request, sets, effective, order] : reading.of(QueryId::service_requests)) {
    if (!in(sets, ValueSetId::dxa_study) || !is_declined_dxa(request, reading)) continue;
    const auto day = authored(request, reading);
    if (recently(day) || stands_undated(request)) return found(true, request, day);
  }
  for (const auto& [procedure, sets, effective, order] : reading.of(QueryId::procedures)) {
    if (!in(sets, ValueSetId::dxa_study) || !fhir::Procedure{procedure}.was_not_done() ||
        !in(reading.terminology().sets_of(procedure["code"]), ValueSetId::dxa_study))
      continue;
    const auto day = reading.past_day(fhir::Procedure{procedure}.performed());
    if (recently(day)) return found(true, procedure, day);
  }
  return {};
}

}  // namespace

void read_dxa_order_facts(const Reading& reading, Facts& facts) {
  facts[FactId::dxa_ordered] = dxa_ordered(reading);
  facts[FactId::dxa_declined] = dxa_declined(reading);
}

}  // namespace rules
