#include "server/evaluate.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <exception>

#include "server/cds_service.h"
#include "server/clock.h"
#include "server/fhir_source.h"
#include "server/guideline_files.h"

namespace server {
namespace {

// The way of a call through the service, with a file in place of the network.
HttpResponse answer_to(std::string& body, const CdsService& service) {
  HttpRequest call;
  call.method = http::verb::post;
  call.body = &body;
  call.request_id = "evaluate";
  HttpResponse response;
  boost::asio::io_context context(1);
  boost::asio::co_spawn(context, service.answer(call), [&response](std::exception_ptr failure, HttpResponse answer) {
    if (failure) std::rethrow_exception(failure);
    response = std::move(answer);
  });
  context.run();
  return response;
}

// The service whose hook the call names; the first, which says what is wrong, if there is none.
const CdsService& service_for(const std::string& body, const std::vector<CdsService>& services) {
  fhir::JsonDocument document;
  std::string text = body;  // parsing changes it
  const auto json = document.parse(text);
  if (!json) return services.front();
  const std::string_view name = (*json)["hook"].text();
  const auto named = [&](const CdsService& service) { return service.hook().name == name; };
  const auto found = std::ranges::find_if(services, named);
  return found == services.end() ? services.front() : *found;
}

bool evaluate_file(const std::filesystem::path& file, const std::vector<CdsService>& services, std::ostream& out,
                   std::ostream& err) {
  auto body = read_file(file);
  if (!body) {
    err << "bone-health-cds: " << file.string() << " cannot be read\n";
    return false;
  }
  const auto response = answer_to(*body, service_for(*body, services));
  out << response.body << '\n';
  return response.status == http::status::ok;
}

}  // namespace

int evaluate(const EvaluateCommand& command, std::ostream& out, std::ostream& err) {
  auto knowledge = load_knowledge(command.guideline);
  if (!knowledge) {
    err << "bone-health-cds: " << knowledge.error().diagnostics << '\n';
    return 1;
  }
  Outbound outbound;
  const auto source = sandbox_source(command.fhir, outbound);
  if (!source) {
    err << "bone-health-cds: " << source.error().diagnostics << '\n';
    return 1;
  }
  if (const auto why = objection_to(*source->clients, *knowledge->guideline); !why.empty()) {
    err << "bone-health-cds: " << command.fhir.clients_file.string() << ": " << why << '\n';
    return 1;
  }
  const auto services = services_by(std::make_shared<const Knowledge>(std::move(*knowledge)),
                                    clock_for(command.guideline.as_of), *source);
  bool all_answered = true;
  for (const auto& file : command.files) all_answered &= evaluate_file(file, services, out, err);
  return all_answered ? 0 : 1;
}

}  // namespace server
