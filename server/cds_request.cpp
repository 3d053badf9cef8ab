#include "server/cds_request.h"

#include <string>

#include "fhir/reference.h"

namespace server {
namespace {

using fhir::IssueType;
using fhir::Json;

fhir::Issue missing(std::string_view element, std::string_view help) {
  return fhir::issue(IssueType::required, std::string(element) + " is missing. " + std::string(help));
}

fhir::Issue malformed(std::string_view element, std::string_view expected) {
  return fhir::issue(IssueType::structure, std::string(element) + " is not " + std::string(expected));
}

// null stands for nothing: CDS Hooks forbids it, some clients send it all the same.
bool is_there(Json value) { return value.exists() && !value.is_null(); }

// "path" is how the diagnostics name the element, `help` what the client should have sent.
fhir::Result<std::string_view> required_string(Json holder, std::string_view name, std::string_view path,
                                               std::string_view help) {
  const Json value = holder[name];
  if (!is_there(value) || value.is_empty()) return missing(path, help);
  if (!value.is_string()) return malformed(path, "a string");
  return value.text();
}

fhir::Result<void> check_hook(Json body, const Hook& ours) {
  const auto hook = required_string(body, "hook", "hook", "It names the hook that fired.");
  if (!hook) return hook.error();
  if (*hook != ours.name)
    return fhir::issue(
        IssueType::value,
        std::string("hook is not \"").append(ours.name).append("\", the only hook that this service is for"));
  return {};
}

fhir::Result<std::string_view> patient_id_of(Json context) {
  const auto id = required_string(context, "patientId", "context.patientId", "It is the FHIR id of the patient.");
  if (id && !fhir::is_id(*id))
    return fhir::issue(
        IssueType::value,
        "context.patientId is not a FHIR id: 1 to 64 letters, digits, '-' and '.', without \"Patient/\"");
  return id;
}

// The Bundle's type and the entries' content are of no interest: real clients get both wrong (R162).
fhir::Result<Json> draft_orders_of(Json context) {
  const Json orders = context["draftOrders"];
  if (!is_there(orders))
    return missing("context.draftOrders",
                   "order-sign sends all unsigned orders there, in a Bundle. Some clients leave it out if the address "
                   "of the service differs from the registered one, or without access to unsigned orders.");
  if (!orders.is_object()) return malformed("context.draftOrders", "a Bundle");
  const Json type = orders["resourceType"];
  if (type.exists() && type.text() != "Bundle") return malformed("context.draftOrders", "a Bundle");
  const Json entries = orders["entry"];
  if (is_there(entries) && !entries.is_array()) return malformed("context.draftOrders.entry", "an array");
  return orders;
}

fhir::Result<Json> prefetch_of(Json body) {
  const Json prefetch = body["prefetch"];
  if (!is_there(prefetch)) return Json();
  if (!prefetch.is_object()) return malformed("prefetch", "an object with the keys that discovery lists");
  return prefetch;
}

// An encounter only completes proposed orders; without a valid one they go without.
std::string_view encounter_id_of(Json context) {
  const std::string_view id = context["encounterId"].text();
  return fhir::is_id(id) ? id : std::string_view();
}

}  // namespace

fhir::Result<CdsRequest> parse_cds_request(Json body, const Hook& hook) {
  if (!body.is_object()) return malformed("the body", "a JSON object");
  if (const auto checked = check_hook(body, hook); !checked) return checked.error();
  const auto instance = required_string(body, "hookInstance", "hookInstance", "It is a UUID, new for every call.");
  if (!instance) return instance.error();

  const Json context = body["context"];
  if (!is_there(context)) return missing("context", "It holds userId, patientId and draftOrders.");
  if (!context.is_object()) return malformed("context", "an object");
  const auto patient_id = patient_id_of(context);
  if (!patient_id) return patient_id.error();
  const auto draft_orders = draft_orders_of(context);
  if (!draft_orders) return draft_orders.error();
  const auto prefetch = prefetch_of(body);
  if (!prefetch) return prefetch.error();
  return CdsRequest{*instance,
                    *patient_id,
                    encounter_id_of(context),
                    *draft_orders,
                    *prefetch,
                    body["fhirServer"],
                    body["fhirAuthorization"],
                    body["extension"],
                    context["userId"].text()};
}

}  // namespace server
