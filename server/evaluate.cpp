#include "server/evaluate.h"

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

bool evaluate_file(const std::filesystem::path& file, const CdsService& service, std::ostream& out, std::ostream& err) {
  auto body = read_file(file);
  if (!body) {
    err << "bone-health-cds: " << file.string() << " cannot be read\n";
    return false;
  }
  const auto response = answer_to(*body, service);
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
  const CdsService service(order_sign, std::make_shared<const Knowledge>(std::move(*knowledge)),
                           clock_for(command.guideline.as_of), *source);
  bool all_answered = true;
  for (const auto& file : command.files) all_answered &= evaluate_file(file, service, out, err);
  return all_answered ? 0 : 1;
}

}  // namespace server
