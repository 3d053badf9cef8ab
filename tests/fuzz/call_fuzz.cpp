// Any bytes as the body of a call: whatever they are, there is an answer that a client can read, and the same bytes
// have the same answer.
#include "fuzz_input.h"
#include "quiet.h"
#include "server/cds_service.h"
#include "server/fhir_client.h"
#include "tests/server/run_coroutine.h"

namespace {

using fuzz::expect;
namespace http = server::http;

// A service that may ask no FHIR server: nothing leaves this machine.
class Service {
 public:
  Service()
      : client_(loop_.get_executor(), {}, {}),
        service_(server::order_sign, knowledge(), today(), {no_clients(), client_, {}}) {}

  server::HttpResponse answer(std::string body) {
    server::HttpRequest call;
    call.method = http::verb::post;
    call.body = &body;
    call.request_id = "fuzz";
    return server_test::run_on(loop_, service_.answer(call));
  }

 private:
  static std::shared_ptr<const server::Knowledge> knowledge() {
    return std::make_shared<const server::Knowledge>(
        *server::load_knowledge({"aibl-2017", GUIDELINE_FOLDER, std::nullopt, {}}));
  }
  static server::Clock today() { return server::clock_stopped_at(std::chrono::year{2026} / 6 / 15); }
  static std::shared_ptr<const server::Clients> no_clients() {
    return std::make_shared<const server::Clients>(std::vector<std::shared_ptr<const server::Client>>());
  }

  boost::asio::io_context loop_{1};
  server::FhirClient client_;
  server::CdsService service_;
};

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
  static Service service;
  const std::string body(fuzz::text_of(data, size));
  auto response = service.answer(body);
  const auto again = service.answer(body);
  expect(response.status == again.status && response.body == again.body, "the same call is answered alike");
  check(std::move(response));
  return 0;
}
