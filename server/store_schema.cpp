#include "server/store_schema.h"

#include <algorithm>
#include <charconv>

#include "server/transaction.h"

namespace server {
namespace {

const std::vector<Migration> all_migrations = {
    {1,
     {
         "CREATE TABLE shown_card (uuid TEXT NOT NULL, client TEXT NOT NULL, service TEXT NOT NULL,"
         " guideline TEXT NOT NULL, card TEXT NOT NULL, topic TEXT NOT NULL, indicator TEXT NOT NULL,"
         " rules TEXT NOT NULL, patient TEXT NOT NULL, orders TEXT NOT NULL, shown BIGINT NOT NULL,"
         " PRIMARY KEY (uuid, client))",
         "CREATE INDEX shown_card_by_time ON shown_card (shown)",
         "CREATE TABLE feedback (digest TEXT NOT NULL PRIMARY KEY, client TEXT NOT NULL, card TEXT NOT NULL,"
         " outcome TEXT NOT NULL, suggestions TEXT NOT NULL, reason_system TEXT NOT NULL, reason_code TEXT NOT NULL,"
         " comment TEXT NOT NULL, told BIGINT NOT NULL, received BIGINT NOT NULL)",
         "CREATE INDEX feedback_by_card ON feedback (card, client)",
         "CREATE INDEX feedback_by_time ON feedback (received)",
         "CREATE TABLE used_token (digest TEXT NOT NULL PRIMARY KEY, until BIGINT NOT NULL)",
         "CREATE INDEX used_token_by_time ON used_token (until)",
         "CREATE TABLE probe (id BIGINT NOT NULL PRIMARY KEY, times BIGINT NOT NULL)",
     }},
};

fhir::Result<std::int64_t> number_in(const std::vector<SqlRow>& rows) {
  std::int64_t number = 0;
  const auto& text = rows.at(0).at(0);
  const auto end = text.data() + text.size();
  if (std::from_chars(text.data(), end, number).ptr != end)
    return fhir::issue(fhir::IssueType::exception, "the database does not tell the version of its tables");
  return number;
}

// 0 for a database without our tables.
fhir::Result<std::int64_t> version_of(Database& database) {
  const auto there = database.has_table("schema_version");
  if (!there) return there.error();
  if (!*there) return 0;
  const auto rows = database.run("SELECT COALESCE(MAX(version), 0) FROM schema_version");
  if (!rows) return rows.error();
  return number_in(*rows);
}

std::int64_t last_of(std::span<const Migration> migrations) {
  return migrations.empty() ? 0 : migrations.back().version;
}

fhir::Result<std::int64_t> known_version_of(Database& database, std::span<const Migration> migrations) {
  auto version = version_of(database);
  if (!version || *version <= last_of(migrations)) return version;
  return fhir::issue(fhir::IssueType::exception,
                     "the database is of a later version of this service (its tables have version " +
                         std::to_string(*version) + ", this service knows " + std::to_string(last_of(migrations)) +
                         ")");
}

fhir::Result<void> run_all(Database& database, std::span<const std::string_view> statements) {
  for (const auto statement : statements)
    if (auto done = database.run(statement); !done) return done.error();
  return {};
}

fhir::Result<void> apply(Database& database, const Migration& migration) {
  constexpr std::string_view versions =
      "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)";
  if (auto made = database.run(versions); !made) return made.error();
  if (auto done = run_all(database, migration.statements); !done) return done;
  const SqlValue values[] = {migration.version};
  auto noted = database.run("INSERT INTO schema_version (version) VALUES ($1)", values);
  if (!noted) return noted.error();
  return {};
}

// The next migration, in the transaction that is open: what another replica has done meanwhile is seen here.
fhir::Result<void> apply_next(Database& database, std::span<const Migration> migrations) {
  const auto version = known_version_of(database, migrations);
  if (!version) return version.error();
  const auto next = std::find_if(migrations.begin(), migrations.end(),
                                 [&](const auto& migration) { return migration.version > *version; });
  if (next == migrations.end()) return {};
  return apply(database, *next);
}

}  // namespace

std::span<const Migration> store_migrations() { return all_migrations; }

fhir::Result<void> bring_up_to_date(Database& database, std::span<const Migration> migrations) {
  for (;;) {
    const auto version = known_version_of(database, migrations);
    if (!version) return version.error();
    if (*version == last_of(migrations)) return {};
    if (auto begun = database.begin_alone(); !begun) return begun;
    if (auto done = finish_transaction(database, [&] { return apply_next(database, migrations); }); !done) return done;
  }
}

}  // namespace server
