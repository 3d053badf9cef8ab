// A relational database, as far as the store needs it: SQLite, or PostgreSQL. One connection, used by one thread.
//
// The Issues have words for the people who run the service ("the disk of the database is full"), and never a value, a
// name of the database, or what the database said: that may hold values. Their kinds are
//   transient  locked, full, read-only, unreachable, ...: may be better the next time, without a restart
//   exception  damaged, from a later version, not permitted: somebody must do something
//   invalid    this statement with these values; others may do
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "fhir/result.h"
#include "server/store_limits.h"

namespace server {

// Text is UTF-8 without U+0000, which PostgreSQL cannot hold: its own, or somebody else's that ends with NUL and stays
// until the statement is done.
using SqlValue = std::variant<std::int64_t, std::string, const char*>;
// A row's columns as text; "" for NULL, which the store does not use.
using SqlRow = std::vector<std::string>;

class Database {
 public:
  Database() = default;
  virtual ~Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Connects, unless that was done and the connection was not lost. Returns the number of the connection: 1 is the
  // first, and a greater one may have led to another database (a file that was replaced). Not within a transaction.
  virtual fhir::Result<std::uint64_t> connect() = 0;
  // One statement with parameters $1, $2, ... A connection that was lost is made anew by the next statement outside a
  // transaction. In a transaction in which a statement has failed all that follow are refused as that one was.
  virtual fhir::Result<std::vector<SqlRow>> run(std::string_view sql, std::span<const SqlValue> values = {}) = 0;
  virtual fhir::Result<bool> has_table(const std::string& name) = 0;

  // What is done from begin() to commit() is durable when commit() returns, or not done at all. If commit() fails for
  // a reason that is transient it may be either. After any failure behind begin(), roll_back() is to be called.
  virtual fhir::Result<void> begin() = 0;
  // As begin(), but waits until nobody else is in a transaction that was begun so.
  virtual fhir::Result<void> begin_alone() = 0;
  virtual fhir::Result<void> commit() = 0;
  virtual void roll_back() = 0;
};

inline constexpr std::string_view sqlite_scheme = "sqlite:";
// A store that is gone when the process ends.
inline constexpr std::string_view memory_store = "sqlite::memory:";
// SQLite is one process's own; any other database may be shared.
inline bool is_sqlite(std::string_view url) { return url.starts_with(sqlite_scheme); }
// The file of an SQLite store; nothing for one in memory, and for other databases.
std::optional<std::filesystem::path> sqlite_file(std::string_view url);

// "sqlite:PATH", "sqlite::memory:", or "postgresql://..." (a libpq URI; the password comes from PGPASSFILE, or the file
// that its passfile parameter names). Does not connect yet: the first statement does. Refuses (Issue value) anything
// else, and a password in the URL. Over a network PostgreSQL must show a certificate that is its own (sslmode
// verify-full) unless the URL or PGSSLMODE says otherwise.
fhir::Result<std::unique_ptr<Database>> database_at(const std::string& url, StoreLimits limits = {});

}  // namespace server
