#include "tests/bench/load/load_options.h"

#include <cstdlib>
#include <iostream>
#include <map>
#include <string_view>

namespace bench {
namespace {

constexpr const char* usage =
    "usage: load --port N --path PATH --bodies FILE [--answers FILE] [--connections N] [--active N] [--rate N]\n"
    "            [--warm-up SECONDS] [--seconds SECONDS] [--patience SECONDS] [--hold SECONDS]\n"
    "            [--server PID] [--server-core N]\n";

[[noreturn]] void refuse(std::string_view why) {
  std::cerr << "load: " << why << '\n' << usage;
  std::exit(2);
}

// By name without the dashes; ends the program at one that is not known.
class Arguments {
 public:
  Arguments(int count, char** arguments) {
    if (count % 2 == 0) refuse("an option without a value");
    for (int i = 1; i < count; i += 2) values_[arguments[i]] = arguments[i + 1];
  }
  void take(const char* name, std::string& value) {
    if (const auto found = values_.extract(name)) value = found.mapped();
  }
  template <class Number>
  void take(const char* name, Number& value) {
    if (const auto found = values_.extract(name))
      value = static_cast<Number>(std::strtod(found.mapped().c_str(), nullptr));
  }
  void end() const {
    if (!values_.empty()) refuse("unknown option " + values_.begin()->first);
  }

 private:
  std::map<std::string, std::string> values_;
};

}  // namespace

LoadOptions load_options(int count, char** arguments) {
  LoadOptions options;
  Arguments given(count, arguments);
  given.take("--port", options.port);
  given.take("--path", options.path);
  given.take("--bodies", options.bodies);
  given.take("--answers", options.answers);
  given.take("--connections", options.connections);
  given.take("--active", options.active);
  given.take("--rate", options.rate);
  given.take("--warm-up", options.warm_up);
  given.take("--seconds", options.seconds);
  given.take("--patience", options.patience);
  given.take("--hold", options.hold);
  given.take("--server-core", options.server_core);
  given.take("--server", options.server);
  given.end();
  if (options.port == 0 || options.path.empty() || options.bodies.empty() || options.connections == 0)
    refuse("port, path, bodies and connections are needed");
  if (options.active == 0) options.active = options.connections;
  return options;
}

}  // namespace bench
