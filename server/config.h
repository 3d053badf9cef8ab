// What was asked for on the command line, in the environment and in the configuration file.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "fhir/date.h"
#include "server/limits.h"
#include "server/tls_files.h"

namespace server {

// Where to listen: an IP address and a port.
struct ListenAddress {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;

  bool is_loopback() const;
  // "http://127.0.0.1:8080", "https://[::1]:8443"
  std::string origin(std::string_view scheme = "http") const;
};

// By what is advised, and on which day.
struct GuidelineChoice {
  std::string profile = "aibl-2017";  // an id, or a directory
  std::filesystem::path folder;       // empty: the one that belongs to the program
  std::optional<fhir::Day> as_of;     // nothing: today
};

// Which FHIR servers calls may name, and how long they are asked.
struct FhirChoice {
  std::vector<std::string> servers;    // base URLs, beside those on this machine
  std::filesystem::path ca_file;       // certificate authorities that vouch for them; empty: the system's
  std::filesystem::path clients_file;  // clients with servers and credentials of their own; empty: none
  std::chrono::milliseconds deadline{GatherLimits{}.deadline};
};

// How clients reach the service.
struct ExposureChoice {
  bool sandbox = false;       // nobody is asked who he is; loopback only
  std::string public_url;     // the base URL as clients see it: the audience of their tokens
  TlsFiles tls;               // without a certificate: plain HTTP
  bool behind_proxy = false;  // plain HTTP, and TLS before us
  std::vector<std::string> cors_origins;
};

struct ServeCommand {
  ListenAddress listen;
  GuidelineChoice guideline;
  FhirChoice fhir;
  ExposureChoice exposure;
};
struct EvaluateCommand {
  GuidelineChoice guideline;
  FhirChoice fhir;
  std::vector<std::filesystem::path> files;
};
struct CheckCommand {
  std::vector<std::filesystem::path> directories;
};
struct HealthcheckCommand {
  ListenAddress server;
  bool tls = false;
};
// Nothing to do but say this: help, the version, or what was wrong with the options (then the status is not 0).
struct Message {
  std::string text;
  int exit_status = 0;
};

using Command = std::variant<Message, ServeCommand, EvaluateCommand, CheckCommand, HealthcheckCommand>;

// Exit status of a command that was not understood.
inline constexpr int usage_error = 2;

// Each option is declared once and may be given in three ways, the first that is there counts: `--name`, the
// environment variable BONE_HEALTH_CDS_<NAME>, `name = value` in the TOML file of --config. An unknown name in any of
// them is an error.
Command read_command(int argc, const char* const* argv);

}  // namespace server
