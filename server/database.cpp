#include "server/database.h"

#include "server/postgres_database.h"
#include "server/postgres_url.h"
#include "server/sqlite_database.h"

namespace server {
namespace {

fhir::Result<std::unique_ptr<Database>> sqlite_at(const std::string& path, StoreLimits limits) {
  if (path.empty() || path.find('\0') != std::string::npos)
    return fhir::issue(fhir::IssueType::value, "sqlite: names no file");
  return std::make_unique<SqliteDatabase>(path, limits);
}

fhir::Result<std::unique_ptr<Database>> postgres_at(const std::string& url, StoreLimits limits) {
  auto settings = postgres_settings(url, limits);
  if (!settings) return settings.error();
  return std::make_unique<PostgresDatabase>(*settings, limits);
}

}  // namespace

std::optional<std::filesystem::path> sqlite_file(std::string_view url) {
  if (!is_sqlite(url) || url == memory_store) return std::nullopt;
  return url.substr(sqlite_scheme.size());
}

fhir::Result<std::unique_ptr<Database>> database_at(const std::string& url, StoreLimits limits) {
  if (is_sqlite(url)) return sqlite_at(url.substr(sqlite_scheme.size()), limits);
  if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return postgres_at(url, limits);
  return fhir::issue(fhir::IssueType::value, "a store is named by sqlite:PATH, sqlite::memory: or postgresql://...");
}

}  // namespace server
