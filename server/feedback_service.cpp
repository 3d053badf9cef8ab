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

// A client may send a thousand items at once, and all of it waits for the store.
bool may_hold(const HttpRequest& call, std::size_t bytes) { return call.share == nullptr || call.share->add(bytes); }

fhir::Issue too_many_bytes() { return fhir::issue(fhir::IssueType::throttled, "all calls together hold too much"); }

HttpResponse refused(const fhir::Issue& issue) {
  if (issue.code != fhir::IssueType::throttled) return refusal(issue);
  metrics().rejected.of({"bytes"}).Increment();
  return overloaded();
}

// As it is read: the document, which is gone when this returns, takes several times the memory of the body.
fhir::Result<std::vector<FeedbackItem>> items_in(HttpRequest& call) {
  fhir::JsonDocument document;
  const auto body = document.parse(*call.body);
  if (!body) return body.error();
  if (!may_hold(call, document.bytes())) return too_many_bytes();
  auto items = parse_feedback(*body);
  if (call.share != nullptr) call.share->give_back(document.bytes());
  return items;
}

std::size_t bytes_of(const KeptFeedback& kept) {
  const auto& item = kept.item;
  std::size_t bytes = sizeof(KeptFeedback) + kept.client.size() + item.card.size() + item.reason_system.size() +
                      item.reason_code.size() + item.comment.size();
  for (const auto& suggestion : item.suggestions) bytes += sizeof(suggestion) + suggestion.size();
  return bytes;
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

fhir::Result<std::vector<KeptFeedback>> FeedbackService::read(HttpRequest& call) const {
  auto items = items_in(call);
  if (!items) return items.error();
  std::vector<KeptFeedback> kept;
  std::size_t bytes = 0;
  for (auto& item : *items) {
    if (!keeps_comments_) item.comment.clear();
    kept.push_back({std::string(client_of(call)), std::move(item), now_()});
    bytes += bytes_of(kept.back());
  }
  // Twice: here, and where they wait for the store.
  if (!may_hold(call, 2 * bytes)) return too_many_bytes();
  return kept;
}

Reply FeedbackService::answer(HttpRequest& call, const Hook& hook) const {
  const auto read_items = read(call);
  if (!read_items) co_return refused(read_items.error());
  const auto& kept = *read_items;
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
