#include "tests/bench/load/load_options.h"

#include <CLI/CLI.hpp>
#include <cstdlib>

namespace bench {

LoadOptions load_options(int count, char** arguments) {
  LoadOptions options;
  CLI::App app("puts load on a server over loopback", "load");
  app.add_option("--port", options.port)->required();
  app.add_option("--path", options.path)->required();
  app.add_option("--bodies", options.bodies)->required();
  app.add_option("--answers", options.answers);
  app.add_option("--connections", options.connections)->check(CLI::PositiveNumber);
  app.add_option("--active", options.active);
  app.add_option("--rate", options.rate);
  app.add_option("--warm-up", options.warm_up);
  app.add_option("--seconds", options.seconds);
  app.add_option("--patience", options.patience);
  app.add_option("--hold", options.hold);
  app.add_option("--server-core", options.server_core);
  app.add_option("--server", options.server);
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& wrong) {
    std::exit(app.exit(wrong));
  }
  if (options.active == 0) options.active = options.connections;
  return options;
}

}  // namespace bench
