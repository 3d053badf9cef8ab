#include "server/serving.h"

#include <utility>

#include "server/answers.h"
#include "server/discovery.h"
#include "server/exposure.h"
#include "server/fhir_source.h"
#include "server/guideline_files.h"
#include "server/outcome_counts.h"
#include "server/web_pages.h"

namespace server {
namespace {

using fhir::Result;

// The same answer to every caller.
Handler always(std::string_view content_type, std::string body) {
  HttpResponse response;
  response.content_type = content_type;
  response.body = std::move(body);
  return [response = std::move(response)](HttpRequest&) { return given(response); };
}

// Where the bone-health view is launched; "" if there is none. A port that is chosen later is not known yet.
std::string view_address(const ServeCommand& command) {
  const ExposureChoice& exposure = command.exposure;
  if (exposure.smart.client_id.empty()) return {};
  if (!exposure.public_url.empty()) return exposure.public_url + std::string(smart_launch_path);
  return command.listen.port == 0 ? std::string() : command.listen.origin() + std::string(smart_launch_path);
}

// In sandbox mode pages from everywhere may call, such as that of the public CDS Hooks Sandbox.
Cors cors_of(const ExposureChoice& exposure) {
  if (exposure.sandbox && exposure.cors_origins.empty()) return Cors::everyone();
  return Cors::listed(exposure.cors_origins);
}

}  // namespace

Result<Serving::Pointer> Serving::load(const ServeCommand& command, const ServingContext& context,
                                       std::shared_ptr<const Knowledge> knowledge) {
  const std::shared_ptr<Serving> serving(new Serving);
  serving->knowledge_ = std::move(knowledge);
  auto source = command.exposure.sandbox ? sandbox_source(command.fhir, context.outbound)
                                         : serving->read_clients_file(command, context);
  if (!source) return source.error();
  if (auto why = objection_to(*source->clients, *serving->knowledge_->guideline); !why.empty())
    return fhir::issue(fhir::IssueType::value, command.fhir.clients_file.string() + ": " + why);
  prepare_counts(*source->clients);
  serving->services_ = services_by(serving->knowledge_, clock_for(command.guideline.as_of), *source, &context.history,
                                   view_address(command));
  serving->feedback_.emplace(serving->knowledge_, context.keep_feedback, context.now,
                             !command.operations.drops_comments);
  serving->make_pages(command, *source);
  return Pointer(serving);
}

// The clients of the file, each of which has to prove who it is.
Result<FhirSource> Serving::read_clients_file(const ServeCommand& command, const ServingContext& context) {
  auto read = read_clients(command.fhir.clients_file);
  if (!read) return read.error();
  const auto clients = std::make_shared<const Clients>(std::move(*read));
  if (auto why = objection_to(*clients, command.exposure); !why.empty())
    return fhir::issue(fhir::IssueType::value, command.fhir.clients_file.string() + ": " + why);
  if (const auto loaded = context.outbound.load_keys(*clients); !loaded) return loaded.error();
  auth_.emplace(clients, command.exposure.public_url, context.outbound.client_keys(), context.signatures,
                context.tokens);
  return source_of(clients, command.fhir, context.outbound);
}

void Serving::make_pages(const ServeCommand& command, const FhirSource& source) {
  if (!command.exposure.smart.client_id.empty())
    view_.emplace(command.exposure.smart, source, knowledge_, clock_for(command.guideline.as_of));
  if (command.exposure.sandbox)
    workbench_.emplace(knowledge_, Workbench::Setting{command.guideline, command.fhir.servers}, source);
}

// What is served beside the hooks: each keeps the serving alive.
void Serving::add_pages(Router& router, const Pointer& serving) {
  const bool has_view = serving->view_ && serving->view_->is_there();
  if (has_view || serving->workbench_) add_web_assets(router);
  if (has_view) serving->view_->add_routes(router);
  if (!serving->workbench_) return;
  add_web_page(router, "/", "workbench");
  add_web_page(router, "/guideline", "guideline");
  serving->workbench_->add_routes(router);
}

Site Serving::site(const Pointer& serving, const ServeCommand& command) {
  Router router;
  router.add(http::verb::get, std::string(cds_services_path), Body::none,
             always("application/json", discovery_json(*serving->knowledge_)));
  for (const CdsService& service : serving->services_) {
    const Hook& hook = service.hook();
    router.add(http::verb::post, service_path(hook), Body::json,
               [serving, &service](HttpRequest& call) { return service.answer(call); });
    router.add(http::verb::post, service_path(hook).append(feedback_suffix), Body::json,
               [serving, &hook](HttpRequest& call) { return serving->feedback_->answer(call, hook); });
  }
  add_pages(router, serving);
  Site site{std::move(router), {}, cors_of(command.exposure)};
  if (serving->auth_) site.guard = guard_by(*serving->auth_);
  return site;
}

}  // namespace server
