#include <CLI/CLI.hpp>
#include <cstdlib>
#include <functional>
#include <map>

#include "server/command_options.h"

namespace server {
namespace {

void say(std::string& value, const std::string& text, bool& said) {
  value = text;
  said = true;
}

void declare_log(CLI::App& app, OperationsChoice& choice) {
  with_environment(app.add_option("--log-level", choice.log_level,
                                  "debug, info (default), warning or error; SIGUSR1 changes to debug and back"))
      ->transform(CLI::CheckedTransformer(std::map<std::string, LogLevel>{{"debug", LogLevel::debug},
                                                                          {"info", LogLevel::info},
                                                                          {"warning", LogLevel::warning},
                                                                          {"error", LogLevel::error}}));
  with_environment(app.add_option_function<std::string>(
      "--audit", [&choice](const std::string& text) { say(choice.audit, text, choice.said.audit); },
      "where the audit stream goes: stdout (default), none (default in sandbox mode), or a file, which SIGHUP begins "
      "anew"));
}

void declare_admin(CLI::App& app, OperationsChoice& choice) {
  with_environment(app.add_option_function<std::string>(
      "--admin-listen",
      [&choice](const std::string& text) {
        choice.admin.reset();
        choice.said.admin = true;
        if (text == "none") return;
        if (const auto wrong = parse_listen(text, choice.admin.emplace()); !wrong.empty())
          throw CLI::ValidationError("--admin-listen", wrong);
      },
      "where /livez, /readyz and /metrics are, ADDRESS:PORT; default 127.0.0.1:9090; none (default in sandbox mode)"));
  constexpr int longest_notice = 120;
  with_environment(app.add_option_function<int>(
                       "--end-notice",
                       [&choice](int seconds) {
                         choice.end_notice = std::chrono::seconds(seconds);
                         choice.said.end_notice = true;
                       },
                       "seconds from SIGTERM, when /readyz says draining, until no new connections are taken; default "
                       "5, in sandbox mode 0"))
      ->check(CLI::Range(0, longest_notice));
}

void declare_store(CLI::App& app, std::function<void(const std::string&)> take) {
  with_environment(app.add_option_function<std::string>(
      "--store", std::move(take),
      "where feedback is kept: sqlite:PATH, postgresql://USER@HOST/DATABASE (password by PGPASSFILE), sqlite::memory: "
      "(default in sandbox mode: gone at the end); default sqlite:feedback.db in $STATE_DIRECTORY, else in "
      "~/.local/state/bone-health-cds"));
}

void declare_memory(CLI::App& app, OperationsChoice& choice) {
  declare_store(app, [&choice](const std::string& text) { say(choice.store, text, choice.said.store); });
  constexpr int most_days = 36'500;
  const auto days = [&app](const std::string& name, std::chrono::days& into, const std::string& help) {
    with_environment(app.add_option_function<int>(
                         name, [&into](int count) { into = std::chrono::days(count); }, help))
        ->check(CLI::Range(0, most_days));
  };
  with_environment(app.add_option("--pseudonym-key", choice.pseudonym_key,
                                  "file of 32 or more secret bytes, by which patients are named in store and audit; "
                                  "made beside an SQLite store, needed with PostgreSQL"));
  days("--quiet-days", choice.quiet, "days for which an overridden card is not shown again; default 365, 0: it is");
  days("--keep-days", choice.keep, "days after which the store forgets; default 0: never");
  with_environment(app.add_flag("--drop-comments", choice.drops_comments, "throw comments in feedback away"));
}

void declare_day(CLI::App& app, const char* name, fhir::Day& into, const char* help) {
  app.add_option_function<std::string>(
      name,
      [&into, name](const std::string& text) {
        std::optional<fhir::Day> day;
        if (const auto wrong = parse_day(text, day); !wrong.empty()) throw CLI::ValidationError(name, wrong);
        into = *day;
      },
      help);
}

// The service's own folder for what it keeps: that of systemd, else the user's (XDG Base Directory Specification).
std::filesystem::path state_folder() {
  if (const char* given = std::getenv("STATE_DIRECTORY")) return given;
  if (const char* given = std::getenv("XDG_STATE_HOME"); given != nullptr && *given != '\0')
    return std::filesystem::path(given) / "bone-health-cds";
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home == nullptr ? "." : home) / ".local/state/bone-health-cds";
}

std::string usual_store() { return std::string(sqlite_scheme) + (state_folder() / "feedback.db").string(); }

}  // namespace

void declare_operations(CLI::App& app, OperationsChoice& choice) {
  declare_log(app, choice);
  declare_admin(app, choice);
  declare_memory(app, choice);
}

void declare_report(CLI::App& app, ReportCommand& report) {
  declare_store(app, [&report](const std::string& text) { report.store = text; });
  declare_day(app, "--from", report.from, "cards shown on this day or later, YYYY-MM-DD, UTC");
  declare_day(app, "--until", report.until, "cards shown on this day or before");
  app.add_option("--format", report.format, "text (default), csv, or html: a page with charts")
      ->transform(CLI::CheckedTransformer(std::map<std::string, ReportFormat>{
          {"text", ReportFormat::text}, {"csv", ReportFormat::csv}, {"html", ReportFormat::html}}));
}

ServeCommand with_defaults(ServeCommand serve) {
  constexpr const char* sandbox_client_id = "bone-health-cds";
  constexpr std::uint16_t admin_port = 9090;
  constexpr std::chrono::seconds end_notice{5};
  OperationsChoice& choice = serve.operations;
  const bool is_sandbox = serve.exposure.sandbox;
  if (is_sandbox && serve.exposure.smart.client_id.empty()) serve.exposure.smart.client_id = sandbox_client_id;
  if (!choice.said.admin && !is_sandbox) choice.admin = ListenAddress{"127.0.0.1", admin_port};
  if (!choice.said.end_notice && !is_sandbox) choice.end_notice = end_notice;
  if (!choice.said.audit && !is_sandbox) choice.audit = "stdout";
  if (!choice.said.store && !is_sandbox) choice.store = usual_store();
  if (const auto file = sqlite_file(choice.store); file && choice.pseudonym_key.empty())
    choice.pseudonym_key = file->string() + ".key";
  return serve;
}

ReportCommand with_defaults(ReportCommand report) {
  if (report.store.empty()) report.store = usual_store();
  return report;
}

}  // namespace server
