// Any bytes as the body of feedback: it is refused with a reason, or all of it is within its limits.
#include "fuzz_input.h"
#include "server/feedback.h"

namespace {

using fuzz::expect;

void check(const server::FeedbackItem& item, const server::FeedbackLimits& limits) {
  expect(item.card.size() <= limits.id_bytes, "a card's uuid is short");
  expect(item.suggestions.size() <= limits.suggestions, "suggestions are few");
  for (const auto& suggestion : item.suggestions) expect(suggestion.size() <= limits.id_bytes, "each of them is short");
  expect(item.reason_code.size() <= limits.id_bytes && item.reason_system.size() <= limits.id_bytes,
         "a reason is short");
  expect(item.comment.size() <= limits.comment_bytes, "a comment is short");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  std::string text(fuzz::text_of(data, size));
  fhir::JsonDocument document;
  const auto body = document.parse(text);
  if (!body) return 0;
  const server::FeedbackLimits limits;
  const auto items = server::parse_feedback(*body, limits);
  if (!items) {
    expect(!items.error().diagnostics.empty(), "a refusal says why");
    return 0;
  }
  expect(!items->empty() && items->size() <= limits.items, "there are some, and not too many");
  for (const auto& item : *items) check(item, limits);
  return 0;
}
