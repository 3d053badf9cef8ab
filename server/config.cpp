#include "server/config.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <cctype>
#include <charconv>

extern char** environ;

namespace server {
namespace {

constexpr std::string_view environment_prefix = "BONE_HEALTH_CDS_";

// "guideline-dir" -> "BONE_HEALTH_CDS_GUIDELINE_DIR"
std::string environment_name(std::string_view option) {
  std::string name(environment_prefix);
  for (const char c : option) name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

CLI::Option* with_environment(CLI::Option* option) {
  return option->envname(environment_name(option->get_single_name()));
}

std::string parse_listen(const std::string& text, ListenAddress& listen) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return "expected ADDRESS:PORT";
  std::string address = text.substr(0, colon);
  if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
  boost::system::error_code error;
  boost::asio::ip::make_address(address, error);
  if (error) return "expected an IP address before the last ':'";
  const char* end = text.data() + text.size();
  const auto [rest, failed] = std::from_chars(text.data() + colon + 1, end, listen.port);
  if (failed != std::errc() || rest != end) return "expected a port from 0 to 65535 behind the last ':'";
  listen.address = std::move(address);
  return {};
}

void declare_listen(CLI::App& app, ListenAddress& listen) {
  auto* address = with_environment(app.add_option_function<std::string>(
      "--listen",
      [&listen](const std::string& text) {
        if (const auto wrong = parse_listen(text, listen); !wrong.empty())
          throw CLI::ValidationError("--listen", wrong);
      },
      "where hooks come in, ADDRESS:PORT; default 127.0.0.1:8080"));
  with_environment(app.add_option("--port", listen.port, "the same on 127.0.0.1, with this port"))->excludes(address);
}

std::string parse_day(const std::string& text, std::optional<fhir::Day>& day) {
  const auto date = fhir::parse_date(text);
  if (!date || date->is_partial() || text.size() != std::string_view("2026-06-15").size())
    return "expected a day, YYYY-MM-DD";
  day = date->earliest;
  return {};
}

void declare_guideline(CLI::App& app, GuidelineChoice& choice) {
  with_environment(app.add_option("--guideline", choice.profile,
                                  "profile: aibl-2017 (default), who-osteoporosis, asco-2019, or a directory"));
  with_environment(
      app.add_option("--guideline-dir", choice.folder, "folder with the profiles and value-sets, instead of our own"));
  with_environment(app.add_option_function<std::string>(
      "--as-of",
      [&choice](const std::string& text) {
        if (const auto wrong = parse_day(text, choice.as_of); !wrong.empty())
          throw CLI::ValidationError("--as-of", wrong);
      },
      "advise as on this day, YYYY-MM-DD; for trying out"));
}

void declare_fhir(CLI::App& app, FhirChoice& choice) {
  constexpr int shortest_deadline = 50, longest_deadline = 60'000;
  with_environment(app.add_option("--fhir-server", choice.servers,
                                  "base URL of a FHIR server that calls may name, beside those on this machine; "
                                  "repeatable, or several with commas"))
      ->delimiter(',');
  with_environment(app.add_option("--fhir-ca-file", choice.ca_file,
                                  "PEM file with the authorities that vouch for FHIR servers, instead of the system's"))
      ->check(CLI::ExistingFile);
  with_environment(app.add_option_function<int>(
                       "--fhir-deadline",
                       [&choice](int milliseconds) { choice.deadline = std::chrono::milliseconds(milliseconds); },
                       "milliseconds for all that is fetched for one call; default 1500"))
      ->check(CLI::Range(shortest_deadline, longest_deadline));
  with_environment(
      app.add_option("--clients", choice.clients_file, "JSON file of clients: their FHIR servers and credentials"))
      ->check(CLI::ExistingFile);
}

void declare_exposure(CLI::App& app, ExposureChoice& choice) {
  with_environment(app.add_flag("--sandbox", choice.sandbox, "for trying out: no authentication, loopback only"));
  with_environment(app.add_option("--public-url", choice.public_url,
                                  "https base URL as clients see it: with a path of ours, the aud of their tokens"));
  with_environment(
      app.add_option("--tls-cert", choice.tls.certificate, "PEM file with the server's certificate and its chain"));
  with_environment(app.add_option("--tls-key", choice.tls.key, "PEM file with its private key"));
  with_environment(app.add_option("--tls-client-ca", choice.tls.client_ca,
                                  "PEM file with the authorities of clients' certificates (mutual TLS)"));
  with_environment(app.add_flag("--behind-proxy", choice.behind_proxy,
                                "plain HTTP, for an ingress in front that speaks TLS and is the only way in"));
  with_environment(app.add_option("--cors-origin", choice.cors_origins,
                                  "origin of pages in browsers that may call; repeatable, or several with commas. In "
                                  "sandbox mode everyone's may unless one is given"))
      ->delimiter(',');
}

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
  std::string config_file;
  bool is_healthcheck = false;
  CLI::App* serve_app = app.add_subcommand("serve", "answer CDS Hooks calls");
  CLI::App* evaluate_app = app.add_subcommand("evaluate", "answer calls out of files, without a server");
  CLI::App* check_app = app.add_subcommand("check", "prove guideline files and print their tables");

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

  declare_listen(*serve_app, serve.listen);
  declare_guideline(*serve_app, serve.guideline);
  declare_fhir(*serve_app, serve.fhir);
  declare_exposure(*serve_app, serve.exposure);
  with_environment(serve_app->add_option("--config", config_file, "TOML file with the same names"))
      ->configurable(false)
      ->check(CLI::ExistingFile);

  declare_guideline(*evaluate_app, evaluate.guideline);
  declare_fhir(*evaluate_app, evaluate.fhir);
  evaluate_app->add_option("FILE", evaluate.files, "the body of a call")->required();
  check_app->add_option("DIR", check.directories, "a profile, or a folder of profiles")->required();
}

Command CommandLine::parse(int argc, const char* const* argv) {
  app.parse(argc, argv);
  refuse_unknown_environment(*serve_app);
  if (evaluate_app->parsed()) return evaluate;
  if (check_app->parsed()) return check;
  if (!config_file.empty()) read_config_file(*serve_app, config_file);
  if (is_healthcheck) return HealthcheckCommand{serve.listen, !serve.exposure.tls.certificate.empty()};
  if (serve_app->parsed()) return serve;
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
