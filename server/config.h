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
#include "server/database.h"
#include "server/limits.h"
#include "server/log_level.h"
#include "server/report.h"
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
  std::string profile = "aibl-2017";            // an id, or a directory
  std::filesystem::path folder;                 // empty: the one that belongs to the program
  std::optional<fhir::Day> as_of;               // nothing: today
  std::vector<std::filesystem::path> compared;  // directories of more profiles, for the workbench
};

// Which FHIR servers calls may name, and how long they are asked.
struct FhirChoice {
  std::vector<std::string> servers;    // base URLs, beside those on this machine
  std::filesystem::path ca_file;       // certificate authorities that vouch for them; empty: the system's
  std::filesystem::path clients_file;  // clients with servers and credentials of their own; empty: none
  std::chrono::milliseconds deadline{GatherLimits{}.deadline};
};

// The bone-health view, a SMART app (server/smart_view.h).
struct SmartChoice {
  std::string client_id;             // under which EHRs know it; "": there is no view
  std::vector<std::string> origins;  // of authorization servers, where they are not those of the FHIR servers
};

// How clients reach the service.
struct ExposureChoice {
  bool sandbox = false;       // nobody is asked who he is; loopback only
  std::string public_url;     // the base URL as clients see it: the audience of their tokens
  TlsFiles tls;               // without a certificate: plain HTTP
  bool behind_proxy = false;  // plain HTTP, and TLS before us
  std::vector<std::string> cors_origins;
  SmartChoice smart;
};

// How those who operate the service see it, and what it remembers.
struct OperationsChoice {
  std::optional<ListenAddress> admin;  // health and metrics; nothing: nowhere
  LogLevel log_level = LogLevel::info;
  std::string audit = "none";           // "stdout", "none" or a file
  std::string store{memory_store};      // database_at()
  std::filesystem::path pseudonym_key;  // empty: a key of this process alone
  std::chrono::days quiet{365};         // an overridden card stays away for so long; 0: it does not
  std::chrono::days keep{0};            // what is older is forgotten; 0: nothing is
  bool drops_comments = false;          // of feedback
  // From the signal to end until no new connections are taken: load balancers need it to notice.
  std::chrono::milliseconds end_notice{0};
  // What was said of it; the rest depends on whether it is for trying out.
  struct {
    bool admin = false, audit = false, store = false, end_notice = false;
  } said;
};

struct ServeCommand {
  ListenAddress listen;
  GuidelineChoice guideline;
  FhirChoice fhir;
  ExposureChoice exposure;
  OperationsChoice operations;
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

using Command = std::variant<Message, ServeCommand, EvaluateCommand, CheckCommand, HealthcheckCommand, ReportCommand>;

// Exit status of a command that was not understood.
inline constexpr int usage_error = 2;

// Each option is declared once and may be given in three ways, the first that is there counts: `--name`, the
// environment variable BONE_HEALTH_CDS_<NAME>, `name = value` in the TOML file of --config. An unknown name in any of
// them is an error.
Command read_command(int argc, const char* const* argv);

}  // namespace server
