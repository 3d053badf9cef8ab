#include "server/config.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "server/command_options.h"

extern char** environ;

namespace server {
namespace {

bool is_given(const CLI::Option& option) {
  return !option.empty() ||
         std::ranges::any_of(option.get_excludes(), [](const CLI::Option* other) { return !other->empty(); });
}

CLI::Option& option_for(const CLI::ConfigItem& item, CLI::App& app, const std::string& file) {
  auto* option = item.parents.empty() ? app.get_option_no_throw("--" + item.name) : nullptr;
  if (option == nullptr || !option->get_configurable())
    throw CLI::ConfigError(file + ": unknown key " + item.fullname());
  return *option;
}

// The file counts only where neither the command line nor the environment spoke, so it is read after them.
void read_config_file(CLI::App& app, const std::string& file) {
  std::vector<std::pair<CLI::Option*, std::vector<std::string>>> values;
  for (const auto& item : CLI::ConfigTOML().from_file(file))
    if (auto& option = option_for(item, app, file); !is_given(option)) values.emplace_back(&option, item.inputs);
  for (const auto& [option, inputs] : values) {
    if (is_given(*option)) throw CLI::ConfigError(file + ": " + option->get_name() + " is given twice");
    option->add_result(inputs);
    option->run_callback();
  }
}

// A misspelt variable would be a setting that silently does not hold.
void refuse_unknown_environment(const CLI::App& app) {
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    const auto name = text.substr(0, text.find('='));
    if (!name.starts_with(environment_prefix)) continue;
    const auto options = app.get_options();
    if (std::ranges::none_of(options, [name](const CLI::Option* option) { return option->get_envname() == name; }))
      throw CLI::ConfigError("the environment variable " + std::string(name) + " is no option");
  }
}

// The program's whole command line; the commands fill themselves while it is parsed.
struct CommandLine {
  CLI::App app{"Bone health advice for orders of aromatase inhibitors: a CDS Hooks service", "bone-health-cds"};
  ServeCommand serve;
  EvaluateCommand evaluate;
  CheckCommand check;
  ReportCommand report;
  std::string config_file;
  bool is_healthcheck = false;
  CLI::App* serve_app = app.add_subcommand("serve", "answer CDS Hooks calls");
  CLI::App* evaluate_app = app.add_subcommand("evaluate", "answer calls out of files, without a server");
  CLI::App* check_app = app.add_subcommand("check", "prove guideline files and print their tables");
  CLI::App* report_app = app.add_subcommand("report", "tell what became of the cards that were shown");

  CommandLine();
  Command parse(int argc, const char* const* argv);
};

CommandLine::CommandLine() {
  app.set_version_flag("--version", "bone-health-cds " BONE_HEALTH_CDS_VERSION);
  app.require_subcommand(0, 1);
  auto* healthcheck = app.add_flag("--healthcheck", is_healthcheck,
                                   "exit with 0 if the server answers that \"serve\", with the options behind this "
                                   "one or in the environment, has started");
  evaluate_app->excludes(healthcheck);
  check_app->excludes(healthcheck);
  report_app->excludes(healthcheck);

  declare_listen(*serve_app, serve.listen);
  declare_guideline(*serve_app, serve.guideline);
  declare_fhir(*serve_app, serve.fhir);
  declare_exposure(*serve_app, serve.exposure);
  declare_operations(*serve_app, serve.operations);
  with_environment(serve_app->add_option("--config", config_file, "TOML file with the same names"))
      ->configurable(false)
      ->check(CLI::ExistingFile);

  declare_guideline(*evaluate_app, evaluate.guideline);
  declare_fhir(*evaluate_app, evaluate.fhir);
  declare_report(*report_app, report);
  evaluate_app->add_option("FILE", evaluate.files, "the body of a call")->required();
  check_app->add_option("DIR", check.directories, "a profile, or a folder of profiles")->required();
}

Command CommandLine::parse(int argc, const char* const* argv) {
  app.parse(argc, argv);
  refuse_unknown_environment(*serve_app);
  if (evaluate_app->parsed()) return evaluate;
  if (check_app->parsed()) return check;
  if (report_app->parsed()) return with_defaults(report);
  if (!config_file.empty()) read_config_file(*serve_app, config_file);
  if (is_healthcheck) return HealthcheckCommand{serve.listen, !serve.exposure.tls.certificate.empty()};
  if (serve_app->parsed()) return with_defaults(serve);
  return Message{app.help(), usage_error};
}

}  // namespace

bool ListenAddress::is_loopback() const { return boost::asio::ip::make_address(address).is_loopback(); }

std::string ListenAddress::origin(std::string_view scheme) const {
  const bool is_v6 = boost::asio::ip::make_address(address).is_v6();
  return std::string(scheme) + "://" + (is_v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

Command read_command(int argc, const char* const* argv) {
  CommandLine line;
  try {
    return line.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const auto& chosen = line.app.get_subcommands();
    return Message{chosen.empty() ? line.app.help() : chosen.front()->help()};
  } catch (const CLI::CallForVersion& call) {
    return Message{std::string(call.what()) + "\n"};
  } catch (const CLI::ParseError& error) {
    return Message{std::string("bone-health-cds: ") + error.what() + "\n", usage_error};
  }
}

}  // namespace server
