#include "server/cds_request.h"

#include <string>
#include <utility>

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

// An EHR has a handful of orders selected at once.
constexpr std::size_t most_selections = 1'000;

// The Bundle's type and the entries' content are of no interest: real clients get both wrong (R162).
fhir::Result<Json> draft_orders_of(Json context) {
  const Json orders = context["draftOrders"];
  if (!is_there(orders))
    return missing("context.draftOrders",
                   "All unsigned orders are sent there, in a Bundle. Some clients leave it out if the address "
                   "of the service differs from the registered one, or without access to unsigned orders.");
  if (!orders.is_object()) return malformed("context.draftOrders", "a Bundle");
  const Json type = orders["resourceType"];
  if (type.exists() && type.text() != "Bundle") return malformed("context.draftOrders", "a Bundle");
  const Json entries = orders["entry"];
  if (is_there(entries) && !entries.is_array()) return malformed("context.draftOrders.entry", "an array");
  return orders;
}

// References to some of the draft orders, each "Type/id" (R151). One that leads nowhere selects nothing.
fhir::Result<fhir::Selections> selections_of(Json context) {
  const Json selections = context["selections"];
  if (!is_there(selections))
    return missing("context.selections", "order-select names there which of the draft orders were just selected.");
  if (!selections.is_array()) return malformed("context.selections", "an array");
  if (selections.size() > most_selections)
    return fhir::issue(IssueType::value, "context.selections names more orders than can be selected at once");
  for (const Json selection : selections.elements())
    if (!selection.is_string()) return malformed("an element of context.selections", "a string");
  return fhir::Selections(selections);
}

// What only the context of this hook has.
fhir::Result<void> read_context(Json context, const Hook& hook, CdsRequest& request) {
  if (hook.ours == Ours::taken) {
    // Who opens the chart decides on whether anything is said.
    const auto user = required_string(context, "userId", "context.userId", "It says who has opened the chart.");
    if (!user) return user.error();
    return {};
  }
  const auto orders = draft_orders_of(context);
  if (!orders) return orders.error();
  request.draft_orders = *orders;
  if (hook.ours == Ours::draft_orders) return {};
  auto selections = selections_of(context);
  if (!selections) return selections.error();
  request.selections = std::move(*selections);
  return {};
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

bool is_opened_by_proxy(const CdsRequest& request) {
  const auto user = fhir::split_reference(request.user_id);
  if (!user) return false;
  if (user->type == "Patient" || user->type == "RelatedPerson") return true;
  return user->type.empty() && user->id == request.patient_id;
}

fhir::Result<CdsRequest> parse_cds_request(Json body, const Hook& hook) {
  if (!body.is_object()) return malformed("the body", "a JSON object");
  if (const auto checked = check_hook(body, hook); !checked) return checked.error();
  const auto instance = required_string(body, "hookInstance", "hookInstance", "It is a UUID, new for every call.");
  if (!instance) return instance.error();

  const Json context = body["context"];
  if (!is_there(context)) return missing("context", "It holds userId, patientId and what else the hook has.");
  if (!context.is_object()) return malformed("context", "an object");
  const auto patient_id = patient_id_of(context);
  if (!patient_id) return patient_id.error();
  const auto prefetch = prefetch_of(body);
  if (!prefetch) return prefetch.error();
  CdsRequest request{*instance,
                     *patient_id,
                     encounter_id_of(context),
                     {},
                     *prefetch,
                     body["fhirServer"],
                     body["fhirAuthorization"],
                     body["extension"],
                     context["userId"].text()};
  if (const auto read = read_context(context, hook, request); !read) return read.error();
  return request;
}

}  // namespace server
