#include "server/serve.h"

#include <spdlog/spdlog.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <string>
#include <thread>
#include <utility>

#include "server/cds_service.h"
#include "server/discovery.h"
#include "server/fhir_source.h"
#include "server/guideline_files.h"
#include "server/http_server.h"
#include "server/web_page.h"

namespace server {
namespace {

// Why this command cannot be served; "" if it can.
std::string_view objection(const ServeCommand& command) {
  if (!command.sandbox)
    return "clients cannot be authenticated yet, so it does not start without --sandbox, which is for trying out on "
           "this machine with data of no real patient";
  if (!command.listen.is_loopback()) return "in sandbox mode it listens on loopback addresses only";
  return {};
}

Reply given(HttpResponse response) { co_return response; }

// The same answer to every caller.
Handler always(std::string_view content_type, std::string body) {
  HttpResponse response;
  response.content_type = content_type;
  response.body = std::move(body);
  return [response = std::move(response)](HttpRequest&) { return given(response); };
}

void add_page(Router& router, const std::string& origin) {
  router.add(http::verb::get, "/", Body::none, always("text/html; charset=utf-8", web_page(origin)));
  for (const auto& file : web_files())
    router.add(http::verb::get, std::string(file.path), Body::none,
               always(file.content_type, std::string(file.content)));
}

Router routes(const ServeCommand& command, const CdsService& service, const fhir::Terminology& terminology) {
  Router router;
  router.add(http::verb::get, "/cds-services", Body::none, always("application/json", discovery_json(terminology)));
  router.add(http::verb::post, std::string("/cds-services/").append(service_id), Body::json,
             [&service](HttpRequest& call) { return service.answer(call); });
  add_page(router, command.listen.origin());
  return router;
}

// Caught from the moment it exists: a server that listens never dies of a signal in the middle of a call.
class StopSignals {
 public:
  // Runs the server until one of them comes.
  void run(HttpServer& server) {
    signals_.async_wait([&server](const boost::system::error_code& error, int) {
      if (!error) server.stop();
    });
    std::thread waiting([this] { context_.run(); });
    server.run();
    context_.stop();
    waiting.join();
  }

 private:
  boost::asio::io_context context_{1};
  boost::asio::signal_set signals_{context_, SIGTERM, SIGINT};
};

int refuse(std::string_view why, std::ostream& err) {
  err << "bone-health-cds: " << why << '\n';
  return 1;
}

}  // namespace

int serve(const ServeCommand& command, std::ostream& err) {
  if (const auto why = objection(command); !why.empty()) return refuse(why, err);
  auto read = load_knowledge(command.guideline);
  if (!read) return refuse(read.error().diagnostics, err);
  const auto knowledge = std::make_shared<const Knowledge>(std::move(*read));
  Outbound outbound;
  const auto source = sandbox_source(command.fhir, outbound);
  if (!source) return refuse(source.error().diagnostics, err);
  const CdsService service(knowledge, clock_for(command.guideline.as_of), *source);

  StopSignals stop_signals;
  HttpServer server(routes(command, service, knowledge->terminology), {std::thread::hardware_concurrency(), {}});
  auto address = command.listen;
  if (const auto listening = server.listen(address.address, address.port); !listening)
    return refuse(address.origin() + ": " + listening.error().diagnostics, err);
  address.port = server.port();
  spdlog::info("{} {} serves on {} in sandbox mode", knowledge->guideline->id(), knowledge->guideline->version(),
               address.origin());
  stop_signals.run(server);
  outbound.stop();  // before the server: what still waits there is a part of its connections
  return 0;
}

}  // namespace server
