#include "server/feedback_service.h"

#include <algorithm>
#include <utility>

#include "server/audit.h"
#include "server/cds_service.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/operation_outcome.h"

namespace server {
namespace {

std::string_view client_of(const HttpRequest& call) { return call.client ? call.client_name : sandbox_caller; }

void write_audit(const HttpRequest& call, const Hook& hook, std::size_t items, bool is_kept) {
  AuditEntry entry{"feedback", hook.service_id, "", ""};
  entry.items = items;
  entry.outcome = is_kept ? "kept" : "not-kept";
  audit(call, entry);
}

}  // namespace

FeedbackService::FeedbackService(std::shared_ptr<const Knowledge> knowledge, Keep keep, Now now, bool keeps_comments)
    : knowledge_(std::move(knowledge)), keep_(std::move(keep)), now_(std::move(now)), keeps_comments_(keeps_comments) {}

// A reason is told by its code if it is one of ours; others are whatever a client makes up.
void FeedbackService::count(const FeedbackItem& item, const std::string& card) const {
  std::string_view reason = item.reason_code.empty() ? "none" : "other";
  for (const auto& known : knowledge_->guideline->override_reasons())
    if (known.code == item.reason_code && known.system == item.reason_system) reason = known.code;
  metrics().feedback.of({card.empty() ? "unknown" : std::string_view(card), word_of(item.outcome), reason}).Increment();
}

Reply FeedbackService::answer(HttpRequest& call, const Hook& hook) const {
  fhir::JsonDocument document;
  const auto body = document.parse(*call.body);
  if (!body) co_return refusal(body.error());
  auto items = parse_feedback(*body);
  if (!items) co_return refusal(items.error());
  std::vector<KeptFeedback> kept;
  for (auto& item : *items) {
    if (!keeps_comments_) item.comment.clear();
    kept.push_back({std::string(client_of(call)), std::move(item), now_()});
  }
  const auto done = co_await keep_(kept);
  write_audit(call, hook, kept.size(), done.has_value());
  // Whatever it is: the client may send it again, and nothing is lost.
  if (!done) co_return refusal(http::status::service_unavailable, done.error().code, done.error().diagnostics);
  for (std::size_t i = 0; i < kept.size(); ++i)
    if ((*done)[i].is_new) count(kept[i].item, (*done)[i].card);
  log_event(LogLevel::info, "feedback", call,
            {{LogName::service, hook.service_id}, {LogName::items, static_cast<std::int64_t>(kept.size())}});
  co_return HttpResponse{http::status::ok, "application/json", R"({"status":"ok"})", ""};
}

}  // namespace server
