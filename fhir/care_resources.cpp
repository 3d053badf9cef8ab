// What was ordered and what was done: orders for services, procedures, encounters, reports (resources.h).
#include "fhir/ascii.h"
#include "fhir/first_of.h"
#include "fhir/resources.h"

namespace fhir {
namespace {

bool is_true(Json element) { return element.boolean().value_or(false); }

// Still to be done: draft and active; the others are of DSTU2
// (http://hl7.org/fhir/DSTU2/valueset-diagnostic-order-status.html, .../valueset-procedure-request-status.html).
bool is_open_status(std::string_view status) {
  return is_one_of(
      status, {"draft", "active", "proposed", "planned", "requested", "received", "accepted", "in-progress", "review"});
}

// One of what is ordered, with the status that it has by itself, if it has.
template <class Predicate>
bool any_ordered(Json request, ValueSetId set, const Terminology& terminology, Predicate is_wanted) {
  const auto is_in_set = [&](Json concept_) { return in(terminology.sets_of(concept_), set); };
  if (is_in_set(concept_in(request["code"])) && is_wanted(Json())) return true;
  for (const Json service : request["serviceRequested"].each())  // ReferralRequest
    if (is_in_set(service) && is_wanted(Json())) return true;
  for (const Json item : request["item"].each())  // DiagnosticOrder
    if (is_in_set(item["code"]) && is_wanted(item["status"])) return true;
  return false;
}

std::optional<Date> first_event(Json order) {
  for (const Json event : order["event"].each())
    if (const auto date = date_of(event["dateTime"])) return date;
  return std::nullopt;
}

// Care lasts to the end of its period.
std::optional<Date> last_date(Json value) {
  if (const auto end = parse_date(value["end"].text())) return end;
  return date_of(value);
}

// When care took place, else when it was ordered. Procedures, in R5 and orders; encounters, in R5.
std::optional<Date> day_of_care(Json care, std::optional<Date> (*read)(Json)) {
  for (const char* element :
       {"performedDateTime", "performedPeriod", "occurrenceDateTime", "occurrencePeriod", "period", "actualPeriod"})
    if (const auto date = read(care[element])) return date;
  return ServiceRequest{care}.authored_on();
}

}  // namespace

bool is_service_request(Json resource) {
  return is_one_of(resource_type(resource),
                   {"ServiceRequest", "ProcedureRequest", "ReferralRequest", "DiagnosticOrder"});
}

bool ServiceRequest::is_open_for(ValueSetId set, const Terminology& terminology) const {
  if (!is_open_status(json["status"].text()) || is_true(json["doNotPerform"])) return false;
  return any_ordered(json, set, terminology,
                     [](Json status) { return !status.exists() || is_open_status(status.text()); });
}

bool ServiceRequest::is_declined_for(ValueSetId set, const Terminology& terminology) const {
  if (is_void(json)) return false;
  const bool is_declined = is_true(json["doNotPerform"]) || json["status"].text() == "rejected";
  return any_ordered(json, set, terminology, [&](Json status) { return is_declined || status.text() == "rejected"; });
}

std::optional<Date> ServiceRequest::authored_on() const {
  const auto date = first_date(json, {"authoredOn", "orderedOn", "date"});
  return date ? date : first_event(json);
}

bool Procedure::was_not_done() const {
  return json["status"].text() == "not-done" || is_true(json["notDone"]) || is_true(json["notPerformed"]);
}

std::optional<Date> Procedure::performed() const {
  return first_date(json, {"performedDateTime", "performedPeriod", "occurrenceDateTime", "occurrencePeriod"});
}

bool Care::took_place() const {
  const std::string_view status = json["status"].text();
  if (is_one_of(status, {"cancelled", "revoked", "preparation", "draft", "planned"})) return false;
  // Orders of DSTU2; a procedure that was aborted did begin.
  if (is_one_of(status, {"proposed", "rejected", "failed"}) || (status == "aborted" && is_service_request(json)))
    return false;
  return !is_void(json) && !is_true(json["doNotPerform"]) && !Procedure{json}.was_not_done();
}

bool Care::goes_on() const { return json["status"].text() == "in-progress" && !is_service_request(json); }

std::optional<Date> Care::first_day() const { return day_of_care(json, date_of); }

std::optional<Date> Care::last_day() const { return day_of_care(json, last_date); }

bool StudyRecord::is_proof() const {
  if (is_void(json) || simple_code(json["docStatus"]) == "entered-in-error") return false;
  // A procedure that is on hold is called suspended in STU3.
  return !Procedure{json}.was_not_done() &&
         !is_one_of(json["status"].text(), {"cancelled", "preparation", "superseded", "on-hold", "suspended"});
}

std::optional<Date> StudyRecord::date() const {
  // Reports; procedures; documents, whose context is a list of references in R5, with the period beside it.
  if (const auto date = first_date(json, {"effectiveDateTime", "effectivePeriod"})) return date;
  if (const auto date = Procedure{json}.performed()) return date;
  if (const auto date = date_of(json["context"]["period"])) return date;
  return first_date(json, {"period", "issued", "date", "indexed"});  // "indexed" is of STU3 and DSTU2
}

}  // namespace fhir
