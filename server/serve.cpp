#include "server/serve.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "server/cds_service.h"
#include "server/client_auth.h"
#include "server/discovery.h"
#include "server/exposure.h"
#include "server/fhir_source.h"
#include "server/guideline_files.h"
#include "server/http_server.h"
#include "server/log.h"
#include "server/process_protection.h"
#include "server/signals.h"
#include "server/tls_identity.h"
#include "server/web_page.h"

namespace server {
namespace {

using fhir::Result;

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
  if (command.exposure.sandbox) add_page(router, command.listen.origin());
  return router;
}

// In sandbox mode pages from everywhere may call, such as that of the public CDS Hooks Sandbox.
Cors cors_of(const ExposureChoice& exposure) {
  if (exposure.sandbox && exposure.cors_origins.empty()) return Cors::everyone();
  return Cors::listed(exposure.cors_origins);
}

// What is renewed while the server runs. A file that is wrong changes nothing.
void refresh(TlsIdentity* identity) {
  if (identity == nullptr) return;
  const auto renewed = identity->refresh();
  if (!renewed) spdlog::error("the TLS certificate stays as it was: {}", without_controls(renewed.error().diagnostics));
  if (renewed && *renewed) spdlog::info("the TLS certificate was read again");
}

std::string_view mode_of(const ExposureChoice& exposure) {
  if (exposure.sandbox) return "in sandbox mode, to anybody";
  return exposure.behind_proxy ? "as plain HTTP behind a proxy" : "to authenticated clients";
}

// All that serving needs, in the order in which it is made; the opposite order ends it.
class Service {
 public:
  explicit Service(const ServeCommand& command) : command_(command) {}

  // Refuses (Issue) what cannot be served so.
  Result<void> prepare() {
    if (const auto loaded = load_guideline(); !loaded) return loaded.error();
    auto source = command_.exposure.sandbox ? sandbox_source(command_.fhir, outbound_) : authenticated_source();
    if (!source) return source.error();
    cds_.emplace(knowledge_, clock_for(command_.guideline.as_of), std::move(*source));
    return load_certificate();
  }

  // Until a signal; refuses (Issue) an address that cannot be had.
  Result<void> run() {
    Signals signals;
    HttpServer server(site(), {std::thread::hardware_concurrency(), {}, identity_.get()});
    auto address = command_.listen;
    if (const auto listening = server.listen(address.address, address.port); !listening)
      return fhir::issue(listening.error().code, address.origin() + ": " + listening.error().diagnostics);
    address.port = server.port();
    spdlog::info("{} {} serves on {} {}", knowledge_->guideline->id(), knowledge_->guideline->version(),
                 address.origin(identity_ ? "https" : "http"), mode_of(command_.exposure));
    signals.run(server, [this] { refresh(identity_.get()); });
    outbound_.stop();  // before the server: what still waits there is a part of its connections
    return {};
  }

 private:
  Result<void> load_guideline() {
    auto read = load_knowledge(command_.guideline);
    if (!read) return read.error();
    knowledge_ = std::make_shared<const Knowledge>(std::move(*read));
    return {};
  }

  // The clients of the file, each of which has to prove who it is.
  Result<FhirSource> authenticated_source() {
    auto read = read_clients(command_.fhir.clients_file);
    if (!read) return read.error();
    const auto clients = std::make_shared<const Clients>(std::move(*read));
    if (auto why = objection_to(*clients, command_.exposure); !why.empty())
      return fhir::issue(fhir::IssueType::value, command_.fhir.clients_file.string() + ": " + why);
    if (const auto loaded = outbound_.client_keys().load(*clients); !loaded) return loaded.error();
    auth_.emplace(clients, command_.exposure.public_url, outbound_.client_keys(), tokens_);
    return source_of(clients, command_.fhir, outbound_);
  }

  Result<void> load_certificate() {
    if (command_.exposure.tls.certificate.empty()) return {};
    auto identity = TlsIdentity::load(command_.exposure.tls);
    if (!identity) return identity.error();
    identity_ = std::move(*identity);
    return {};
  }

  Site site() const {
    Site site{routes(command_, *cds_, knowledge_->terminology), {}, cors_of(command_.exposure)};
    if (auth_) site.guard = guard_by(*auth_);
    return site;
  }

  const ServeCommand& command_;
  std::shared_ptr<const Knowledge> knowledge_;
  Outbound outbound_;
  ReplayMemoryOfProcess tokens_;
  std::optional<ClientAuth> auth_;  // none in sandbox mode
  std::optional<CdsService> cds_;
  std::unique_ptr<TlsIdentity> identity_;  // none for plain HTTP
};

// One line: of a guideline that is wrong in many ways the first is enough here.
int refuse(std::string_view why, std::ostream& err) {
  const auto end = std::min(why.find('\n'), why.size());
  err << "bone-health-cds: " << why.substr(0, end);
  if (why.find_first_not_of('\n', end) != std::string_view::npos)
    err << " (and more, which `bone-health-cds check` tells)";
  err << '\n';
  return 1;
}

}  // namespace

int serve(const ServeCommand& command, std::ostream& err) {
  if (const auto why = objection_to(command); !why.empty()) return refuse(why, err);
  protect_process();
  if (!command.exposure.sandbox) forbid_inspection();
  Service service(command);
  auto done = service.prepare();
  if (done) done = service.run();
  return done ? 0 : refuse(done.error().diagnostics, err);
}

}  // namespace server
