#include "server/command_options.h"

#include <CLI/CLI.hpp>
#include <boost/asio/ip/address.hpp>
#include <cctype>
#include <charconv>

namespace server {
namespace {

// "guideline-dir" -> "BONE_HEALTH_CDS_GUIDELINE_DIR"
std::string environment_name(std::string_view option) {
  std::string name(environment_prefix);
  for (const char c : option) name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

}  // namespace

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

std::string parse_day(const std::string& text, std::optional<fhir::Day>& day) {
  const auto date = fhir::parse_date(text);
  if (!date || date->is_partial() || text.size() != std::string_view("2026-06-15").size())
    return "expected a day, YYYY-MM-DD";
  day = date->earliest;
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

void declare_guideline(CLI::App& app, GuidelineChoice& choice) {
  with_environment(app.add_option("--guideline", choice.profile,
                                  "profile: aibl-2017 (default), who-osteoporosis, asco-2019, or a directory"));
  with_environment(
      app.add_option("--guideline-dir", choice.folder, "folder with the profiles and value-sets, instead of our own"));
  with_environment(app.add_option("--compare-guideline", choice.compared,
                                  "directory of one more profile, for the workbench to compare; repeatable, or "
                                  "several with commas"))
      ->delimiter(',');
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

void declare_smart(CLI::App& app, SmartChoice& choice) {
  with_environment(app.add_option("--smart-client-id", choice.client_id,
                                  "client id under which EHRs know the bone-health view, a SMART app at "
                                  "/smart/launch; cards link to it"));
  with_environment(app.add_option("--smart-origin", choice.origins,
                                  "origin of an authorization server that the view gets its token from, if it is not "
                                  "that of the FHIR server; repeatable, or several with commas"))
      ->delimiter(',');
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
  declare_smart(app, choice.smart);
}

}  // namespace server
