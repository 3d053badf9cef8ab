// The service for order-sign without a network, for tests that give it any body.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/cds_service.h"
#include "server/fhir_client.h"
#include "tests/server/run_coroutine.h"

namespace server_test {

// It may ask no FHIR server: nothing leaves this machine.
class OfflineService {
 public:
  OfflineService()
      : client_(loop_.get_executor(), {}, {}),
        service_(server::order_sign, knowledge(), today(), {no_clients(), client_, {}}) {}

  server::HttpResponse answer(std::string body) {
    server::HttpRequest call;
    call.method = server::http::verb::post;
    call.body = &body;
    call.request_id = "test";
    return run_on(loop_, service_.answer(call));
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

}  // namespace server_test
