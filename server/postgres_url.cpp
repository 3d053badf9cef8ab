#include "server/postgres_url.h"

#include <libpq-fe.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <sstream>
#include <string_view>

namespace server {
namespace {

using Settings = std::map<std::string, std::string>;

struct Free {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

fhir::Issue refused(const char* words) { return fhir::issue(fhir::IssueType::value, words); }

fhir::Result<Settings> parse(const std::string& url) {
  char* words = nullptr;
  const std::unique_ptr<PQconninfoOption, Free> options(PQconninfoParse(url.c_str(), &words));
  PQfreemem(words);  // they repeat parts of the URL
  if (!options) return refused("the URL of the PostgreSQL database cannot be read");
  Settings settings;
  for (const auto* option = options.get(); option->keyword != nullptr; ++option)
    if (option->val != nullptr) settings[option->keyword] = option->val;
  return settings;
}

bool is_on_this_machine(std::string_view host) {
  return host.empty() || host.starts_with('/') || host.starts_with('@') || host == "localhost" || host == "127.0.0.1" ||
         host == "::1";
}

// Several hosts stand with commas between them.
bool all_on_this_machine(const std::string& hosts) {
  std::istringstream list(hosts);
  for (std::string host; std::getline(list, host, ',');)
    if (!is_on_this_machine(host)) return false;
  return true;
}

void protect(Settings& settings) {
  if (std::getenv("PGSSLMODE") != nullptr) return;
  if (all_on_this_machine(settings["host"]) && all_on_this_machine(settings["hostaddr"])) return;
  settings.try_emplace("sslmode", "verify-full");
}

void bound(Settings& settings, const StoreLimits& limits) {
  settings["connect_timeout"] = std::to_string(limits.connect.count());
  settings["tcp_user_timeout"] = std::to_string(limits.unacknowledged.count());
  settings["keepalives_idle"] = "5";  // seconds, and so is the next
  settings["keepalives_interval"] = "2";
  settings["keepalives_count"] = "3";
  settings["client_encoding"] = "UTF8";
  settings.try_emplace("application_name", "bone-health-cds");
  settings["options"]
      .append(" -c statement_timeout=")
      .append(std::to_string(limits.statement.count()))
      .append(" -c idle_in_transaction_session_timeout=")
      .append(std::to_string(limits.idle_transaction.count()));
}

std::string quoted(const std::string& value) {
  std::string text = "'";
  for (const char character : value) {
    if (character == '\'' || character == '\\') text += '\\';
    text += character;
  }
  return text += '\'';
}

}  // namespace

fhir::Result<std::string> postgres_settings(const std::string& url, const StoreLimits& limits) {
  auto settings = parse(url);
  if (!settings) return settings.error();
  if (settings->contains("password") || settings->contains("sslpassword"))
    return refused("a password must not stand in a URL: name a file by passfile=, or by PGPASSFILE");
  protect(*settings);
  bound(*settings, limits);
  std::string text;
  for (const auto& [name, value] : *settings)
    if (!value.empty()) text.append(name).append("=").append(quoted(value)).append(" ");
  return text;
}

}  // namespace server
