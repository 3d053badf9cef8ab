#include <iostream>
#include <variant>

#include "server/check.h"
#include "server/config.h"
#include "server/evaluate.h"
#include "server/healthcheck.h"
#include "server/log.h"
#include "server/report.h"
#include "server/serve.h"

namespace {

struct Run {
  int operator()(const server::Message& message) const {
    (message.exit_status == 0 ? std::cout : std::cerr) << message.text;
    return message.exit_status;
  }
  int operator()(const server::ServeCommand& command) const { return server::serve(command, std::cerr); }
  int operator()(const server::EvaluateCommand& command) const {
    return server::evaluate(command, std::cout, std::cerr);
  }
  int operator()(const server::CheckCommand& command) const { return server::check(command, std::cout); }
  int operator()(const server::ReportCommand& command) const { return server::report(command, std::cout, std::cerr); }
  int operator()(const server::HealthcheckCommand& command) const { return server::is_healthy(command) ? 0 : 1; }
};

}  // namespace

int main(int argc, char** argv) {
  // Standard output is for answers and the audit: they are read by programs.
  server::start_logging(server::LogLevel::info);
  return std::visit(Run{}, server::read_command(argc, argv));
}
