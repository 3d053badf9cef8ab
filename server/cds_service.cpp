#include "server/cds_service.h"

#include <memory>
#include <utility>

#include "fhir/kept_memory.h"
#include "rules/facts.h"
#include "server/audit.h"
#include "server/card.h"
#include "server/card_history.h"
#include "server/cds_request.h"
#include "server/fhir_access.h"
#include "server/fhir_client.h"
#include "server/gathering.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/operation_outcome.h"
#include "server/outcome_counts.h"
#include "server/outcome_log.h"
#include "server/stripped_call.h"
#include "server/turnstile.h"

namespace server {
namespace {

// What the call tells by itself. Of drugs that are taken it tells nothing: anybody may take one.
rules::OrdersFound found_in(const CdsRequest& request, const Hook& hook, const fhir::Terminology& terminology) {
  if (hook.ours != Ours::taken)
    return rules::find_orders(request.draft_orders, request.patient_id, terminology, request.selected());
  rules::OrdersFound unknown;
  unknown.unresolved = true;
  return unknown;
}

// Where an order's medication is a reference that leads out of the orders: what was prefetched is looked at, then the
// Medication is read.
Awaitable<rules::OrdersFound> look_up_ordered(Gathering& gathering, const fhir::Terminology& terminology) {
  auto found = rules::find_orders(gathering.record(), terminology);
  if (!found.ours.empty() || !found.unresolved) co_return found;
  co_await gathering.read_ordered_medications();
  co_return rules::find_orders(gathering.record(), terminology);
}

// The drugs that the patient takes: only for those who take one of ours more is asked for.
Awaitable<fhir::Result<rules::OrdersFound>> look_up_taken(Gathering& gathering, const fhir::Terminology& terminology,
                                                          fhir::Today today) {
  const auto looked = co_await gathering.look_for_drugs_taken();
  if (!looked) co_return looked.error();
  co_return rules::find_taken(gathering.record(), terminology, today);
}

Awaitable<fhir::Result<rules::OrdersFound>> look_up(const Hook& hook, Gathering& gathering,
                                                    const fhir::Terminology& terminology, fhir::Today today) {
  if (hook.ours == Ours::taken) co_return co_await look_up_taken(gathering, terminology, today);
  co_return co_await look_up_ordered(gathering, terminology);
}

// Who calls; where nobody has to say, the client whose FHIR server the call names.
Clients::Pointer caller_of(const HttpRequest& call, fhir::Json body, const Clients& clients) {
  return call.client ? call.client : clients.for_server(body["fhirServer"].text());
}

const fhir::PrefetchReading& prefetch_of(const Client* caller) {
  return caller == nullptr ? fhir::usual_prefetch_reading() : caller->prefetch;
}

std::string_view name_of_caller(const HttpRequest& call) {
  return call.client ? std::string_view(call.client->name) : sandbox_caller;
}

// In which suggestions are written.
fhir::FhirVersion version_of(const Gathering& gathering, const Client* caller) {
  if (const auto version = gathering.version()) return *version;
  return caller != nullptr && caller->fhir_version ? *caller->fhir_version : fhir::FhirVersion::r4;
}

fhir::Issue another_patient() {
  return fhir::issue(fhir::IssueType::conflict, "an order in context.draftOrders is not for context.patientId");
}

fhir::Issue unreadable_order() {
  return fhir::issue(fhir::IssueType::incomplete,
                     "the Medication that an order in context.draftOrders refers to could not be read, so that nobody "
                     "can tell what is ordered");
}

std::string_view traceparent_of(const HttpRequest& call) {
  if (call.headers == nullptr) return "";
  return text_of((*call.headers)["traceparent"]);
}

// Letrozole that we did not know by its code: the EHR's codes are to be added to the value sets. What patients report
// to take is often text, and does not count.
void count_unrecognised(const rules::AromataseInhibitorOrders& orders) {
  for (const auto& order : orders)
    if (order.matched_by_name)
      metrics().unrecognised_orders.of({order.has_code ? "unknown_code" : "text_only"}).Increment();
}

void log_fetched(const HttpRequest& call, const Gathering& gathering) {
  const auto fetched = gathering.fetched();
  if (fetched.empty()) return;
  const auto failed = gathering.failed();
  log_event(LogLevel::info, "fetched", call,
            {{LogName::fetched, static_cast<std::int64_t>(fetched.size())}, {LogName::failed, std::span(failed)}});
}

}  // namespace

// A call for which advice is sought, as far as it has come.
struct CdsService::Answering {
  const HttpRequest& http;
  const Call& call;
  const Gathering& gathering;
  rules::Facts facts = {};
  rules::Advice advice = {};
  CardSubject subject = {};
  std::vector<std::string_view> withheld = {};
};

CdsService::CdsService(const Hook& hook, std::shared_ptr<const Knowledge> knowledge, Clock clock, FhirSource fhir,
                       const CardHistory* history, std::string_view view)
    : hook_(&hook),
      knowledge_(std::move(knowledge)),
      guideline_(knowledge_->guideline_for(hook.occasion())),
      guideline_json_(*guideline_),
      counts_(*guideline_, hook.service_id),
      clock_(std::move(clock)),
      fhir_(std::move(fhir)),
      styles_(*fhir_.clients, *guideline_, view),
      history_(history) {}

std::string_view CdsService::none_of_ours() const {
  return hook_->ours == Ours::taken ? Silence::not_taken : Silence::none_of_ours;
}

HttpResponse CdsService::silence(const HttpRequest& call, std::string_view reason, const Trial* trial) const {
  if (trial == nullptr) counts_.count_silence(reason);
  if (trial != nullptr && trial->silence != nullptr) *trial->silence = reason;
  log_silence(call, hook_->service_id, reason);
  return {http::status::ok, "application/json", R"({"cards":[]})", ""};
}

AuditEntry CdsService::audit_entry(const Call& call, fhir::KeptText patient, const Gathering& gathering) const {
  AuditEntry entry{"advice", hook_->service_id, std::move(patient),
                   history_->user_of(call.client, call.request.user_id)};
  entry.hook_instance = call.request.hook_instance;
  entry.guideline = guideline_->id();
  entry.version = guideline_->version();
  entry.data = gathering.known();
  entry.fetched = gathering.fetched();
  entry.outcome = "answered";
  return entry;
}

// Whatever the drugs of a patient are, somebody had them looked at.
void CdsService::write_audit(const HttpRequest& http, const Call& call, const Gathering& gathering,
                             std::string_view silent) const {
  if (hook_->ours != Ours::taken || history_ == nullptr || !is_audited()) return;
  AuditEntry entry = audit_entry(call, history_->subject_of(call).patient, gathering);
  entry.silent = silent;
  audit(http, entry);
}

void CdsService::write_audit(const Answering& answering) const {
  if (history_ == nullptr || !is_audited()) return;
  AuditEntry entry = audit_entry(answering.call, answering.subject.patient, answering.gathering);
  for (const auto rule : rule_names(answering.advice)) entry.rules.push_back(rule);
  for (const auto& card : answering.advice.cards) entry.cards.push_back(card.id);
  entry.withheld = answering.withheld;
  entry.silent = answering.advice.silent.value_or("");
  audit(answering.http, entry);
}

Reply CdsService::answer(HttpRequest& call, const Trial* trial) const {
  const SteadyTime deadline = std::chrono::steady_clock::now() + fhir_.limits.deadline;
  const fhir::Terminology& terminology = knowledge_->terminology;
  fhir::JsonDocument document;
  const auto body = document.parse(*call.body);
  if (!body) co_return refusal(body.error());
  if (call.share != nullptr && !call.share->add(document.bytes())) {
    metrics().rejected.of({"bytes"}).Increment();
    co_return overloaded();
  }
  const auto request = parse_cds_request(*body, *hook_);
  if (!request) {
    const Clients::Pointer refused = caller_of(call, *body, *fhir_.clients);
    co_return refusal(explained(request.error(), *body, refused.get(), call));
  }

  // Before any data is asked for: an order that is none of ours needs none, and gets no 412 (R68).
  if (hook_->ours == Ours::taken && is_opened_by_proxy(*request)) co_return silence(call, Silence::proxy, trial);
  auto found = found_in(*request, *hook_, terminology);
  if (found.is_none()) co_return silence(call, none_of_ours(), trial);
  if (call.steps()) co_await call.turnstile->step();
  const Clients::Pointer caller = caller_of(call, *body, *fhir_.clients);
  const CallTrace trace{traceparent_of(call), call.request_id};
  // Not in the coroutine's frame: Asio keeps the memory of frames of up to a kilobyte only.
  const auto gathered = std::allocate_shared<Gathering>(fhir::KeptMemory<Gathering>(), *request, terminology,
                                                        fhir_.client, fhir_access(*request, caller, trace, deadline),
                                                        fhir_.limits, call.share, prefetch_of(caller.get()));
  Gathering& gathering = *gathered;
  const fhir::Today today = trial != nullptr && trial->today ? *trial->today : clock_();
  if (found.ours.empty()) {
    auto looked_up = co_await look_up(*hook_, gathering, terminology, today);
    if (!looked_up || looked_up->ours.empty()) log_fetched(call, gathering);
    if (!looked_up) co_return refusal(explained(looked_up.error(), *body, caller.get(), call));
    found = std::move(*looked_up);
  }
  if (found.other_patient) co_return refusal(another_patient());
  if (found.ours.empty() && found.unnamed && found.unresolved && gathering.has_access())
    co_return refusal(unreadable_order());
  Call identity{*request, found.ours, name_of_caller(call), hook_->service_id};
  if (found.ours.empty()) {
    const auto reason = found.unnamed ? Silence::order_not_readable : none_of_ours();
    write_audit(call, identity, gathering, reason);
    co_return silence(call, reason, trial);
  }

  const auto complete = co_await gathering.complete();
  log_fetched(call, gathering);
  if (!complete) co_return refusal(explained(complete.error(), *body, caller.get(), call));
  identity.version = version_of(gathering, caller.get());
  if (call.steps()) co_await call.turnstile->step();
  co_return co_await advise(call, identity, gathering, styles_.of(caller.get()), today, trial);
}

Reply CdsService::advise(const HttpRequest& http, const Call& call, const Gathering& gathering, const CardStyle& style,
                         fhir::Today today, const Trial* trial) const {
  if (hook_->ours != Ours::taken && trial == nullptr) count_unrecognised(call.orders);
  const auto answering = std::allocate_shared<Answering>(fhir::KeptMemory<Answering>(), http, call, gathering);
  {
    rules::FactsReader reader(gathering.record(), call.orders, knowledge_->terminology, today);
    for (bool has_more = true; has_more;) {
      if (http.steps()) co_await http.turnstile->step();
      has_more = reader.read_on(answering->facts);
    }
  }
  if (http.steps()) co_await http.turnstile->step();
  decide(*answering, today, trial);
  if (http.steps()) co_await http.turnstile->step();
  recall(*answering);
  if (trial == nullptr) counts_.count(answering->advice, answering->facts, answering->withheld);
  if (http.steps()) co_await http.turnstile->step();
  log_outcome(http, hook_->service_id, answering->advice, answering->facts, answering->withheld);
  write_audit(*answering);
  const CardUuids uuids = card_uuids(answering->advice, call);
  if (history_ != nullptr)
    history_->remember(answering->advice, uuids, *guideline_, hook_->service_id, call, answering->subject);
  if (http.steps()) co_await http.turnstile->step();
  const Basis basis{answering->facts, guideline_json_, answering->withheld};
  co_return HttpResponse{http::status::ok, "application/json", cards_json(answering->advice, uuids, basis, call, style),
                         ""};
}

void CdsService::decide(Answering& answering, fhir::Today today, const Trial* trial) const {
  const auto& facts = answering.facts;
  answering.advice = guideline_->advise(facts);
  if (trial != nullptr && trial->see)
    trial->see({answering.gathering.record(), facts, answering.advice, knowledge_->terminology, *guideline_, today});
}

void CdsService::recall(Answering& answering) const {
  if (history_ == nullptr) return;
  answering.subject = history_->subject_of(answering.call);
  answering.withheld = history_->withhold(answering.advice, *guideline_, answering.subject);
}

std::vector<CdsService> services_by(const std::shared_ptr<const Knowledge>& knowledge, const Clock& clock,
                                    const FhirSource& fhir, const CardHistory* history, std::string_view view) {
  std::vector<CdsService> services;
  for (const Hook* hook : hooks)
    if (knowledge->guideline_for(hook->occasion()) != nullptr)
      services.emplace_back(*hook, knowledge, clock, fhir, history, view);
  return services;
}

}  // namespace server
