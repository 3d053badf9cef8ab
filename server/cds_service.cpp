#include "server/cds_service.h"

#include <spdlog/spdlog.h>

#include <utility>
#include <vector>

#include "rules/facts.h"
#include "server/card.h"
#include "server/cds_request.h"
#include "server/operation_outcome.h"
#include "server/outcome_log.h"
#include "server/patient_record.h"

namespace server {
namespace {

using Orders = std::vector<rules::AromataseInhibitorOrder>;

HttpResponse no_cards() { return {http::status::ok, "application/json", R"({"cards":[]})", ""}; }

// By the orders alone; only where a medication is a reference that leads out of them, what was prefetched is looked at.
fhir::Result<Orders> orders_we_speak_about(const CdsRequest& request, const fhir::Terminology& terminology) {
  auto found = rules::find_orders(request.draft_orders, request.patient_id, terminology);
  if (found.ours.empty() && found.unresolved) found = rules::find_orders(prefetched(request), terminology);
  if (found.other_patient)
    return fhir::issue(fhir::IssueType::conflict, "an order in context.draftOrders is not for context.patientId");
  return std::move(found.ours);
}

void note(std::string_view request_id, std::string_view outcome) { spdlog::info("{} {}", request_id, outcome); }

}  // namespace

CdsService::CdsService(std::shared_ptr<const Knowledge> knowledge, Clock clock)
    : knowledge_(std::move(knowledge)), clock_(std::move(clock)) {}

Reply CdsService::answer(HttpRequest& call) const {
  const fhir::Terminology& terminology = knowledge_->terminology;
  const rules::Guideline& guideline = *knowledge_->guideline;
  fhir::JsonDocument document;
  const auto body = document.parse(call.body->data(), call.body->size());
  if (!body) co_return refusal(body.error());
  const auto request = parse_cds_request(*body);
  if (!request) co_return refusal(request.error());

  // Before any data is looked at: an order that is none of ours needs none, and gets no 412 (R68).
  const auto orders = orders_we_speak_about(*request, terminology);
  if (!orders) co_return refusal(orders.error());
  if (orders->empty()) {
    note(call.request_id, "cards=0 silent=not-an-ai-order");
    co_return no_cards();
  }

  const auto record = co_await gather(*request);
  if (!record) co_return refusal(record.error());
  const auto facts = rules::facts_of(*record, *orders, terminology, clock_());
  const auto advice = guideline.advise(facts);
  note(call.request_id, outcome_line(advice, facts));
  co_return HttpResponse{http::status::ok, "application/json",
                         cards_json(advice, facts, guideline, {*request, *orders, sandbox_client}), ""};
}

}  // namespace server
