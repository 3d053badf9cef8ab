// Any bytes as the body of a call: whatever they are, there is an answer that a client can read, and the same bytes
// have the same answer.
#include "fuzz_input.h"
#include "quiet.h"
#include "tests/server/offline_service.h"

namespace {

using fuzz::expect;
namespace http = server::http;

void check(server::HttpResponse response) {
  const bool has_cards = response.status == http::status::ok;
  expect(has_cards || response.status == http::status::bad_request ||
             response.status == http::status::precondition_failed || response.status == http::status::payload_too_large,
         "a call is answered, refused, too much, or lacks data");
  fhir::JsonDocument document;
  const auto json = document.parse(response.body);
  expect(json.has_value(), "the answer is JSON");
  if (!has_cards) return expect((*json)["resourceType"].text() == "OperationOutcome", "a refusal says why");
  expect((*json)["cards"].is_array() && (*json)["cards"].size() <= 3, "there are three cards at most");
  for (const fhir::Json card : (*json)["cards"].elements())
    expect(fuzz::is_summary(card["summary"].text()), "a card has a short summary");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  fuzz::be_quiet();
  static server_test::OfflineService service;
  const std::string body(fuzz::text_of(data, size));
  auto response = service.answer(body);
  const auto again = service.answer(body);
  expect(response.status == again.status && response.body == again.body, "the same call is answered alike");
  check(std::move(response));
  return 0;
}
