#include "server/sqlite_database.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <map>

#include "server/private_file.h"
#include "server/sqlite_issue.h"

namespace server {
namespace {

constexpr const char* in_memory = ":memory:";

// SQLite takes a name that begins with "file:" for a URI, which an absolute path never is.
std::filesystem::path name_for_sqlite(const std::filesystem::path& file) {
  return file == in_memory ? file : std::filesystem::absolute(file);
}

// SQLite takes a mutex with each piece of memory to count them, unless it is told before anything else. Nobody asks.
void do_not_count_memory() { [[maybe_unused]] static const int told = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

// A statement and where its parameters $1, $2, ... are in it.
struct Prepared {
  Prepared(SQLite::Database& database, std::string_view sql) : statement(database, std::string(sql)) {
    for (int number = 1; number <= statement.getBindParameterCount(); ++number)
      places.push_back(statement.getIndex(("$" + std::to_string(number)).c_str()));
  }
  SQLite::Statement statement;
  std::vector<int> places;
};

// A text is not copied: it must stay until the statement is reset, behind which it is not looked at.
struct Bind {
  SQLite::Statement& statement;
  int place;
  void operator()(std::int64_t number) const { statement.bind(place, number); }
  void operator()(const std::string& text) const { statement.bindNoCopy(place, text); }
  void operator()(const char* text) const { statement.bindNoCopy(place, text); }
};

SqlRow row_of(SQLite::Statement& statement) {
  SqlRow row;
  for (int column = 0; column < statement.getColumnCount(); ++column)
    row.push_back(statement.getColumn(column).getString());
  return row;
}

// A statement that was not reset holds its locks.
class InUse {
 public:
  explicit InUse(SQLite::Statement& statement) : statement_(statement) {}
  ~InUse() { statement_.tryReset(); }
  InUse(const InUse&) = delete;
  InUse& operator=(const InUse&) = delete;

 private:
  SQLite::Statement& statement_;
};

}  // namespace

class SqliteDatabase::Connection {
 public:
  Connection(const std::filesystem::path& file, const StoreLimits& limits)
      : limits_(limits),
        // One thread uses it: no mutex.
        database_(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX,
                  static_cast<int>(limits.busy.count())) {
    database_.exec("PRAGMA journal_mode = WAL");
    database_.exec("PRAGMA synchronous = FULL");
    database_.exec("PRAGMA journal_size_limit = " + std::to_string(limits.log_bytes));
    // Damage is looked for where it costs little, and nothing in a file that somebody has changed is run.
    database_.exec("PRAGMA cell_size_check = ON");
    database_.exec("PRAGMA trusted_schema = OFF");
  }

  std::vector<SqlRow> run(std::string_view sql, std::span<const SqlValue> values) {
    auto& [statement, places] = prepared(sql);
    const InUse in_use(statement);
    for (std::size_t i = 0; i < values.size(); ++i) std::visit(Bind{statement, places.at(i)}, values[i]);
    std::vector<SqlRow> rows;
    while (statement.executeStep()) rows.push_back(row_of(statement));
    return rows;
  }

  void execute(const char* sql) { database_.exec(sql); }
  bool is_in_transaction() { return sqlite3_get_autocommit(database_.getHandle()) == 0; }
  int system_error() { return sqlite3_system_errno(database_.getHandle()); }

  // Whether the name now means another file than the one that is open, or none: what is written would be lost.
  bool has_moved() {
    int moved = 0;
    const int code = sqlite3_file_control(database_.getHandle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return code == SQLITE_OK && moved != 0;
  }

 private:
  Prepared& prepared(std::string_view sql) {
    const auto known = statements_.find(sql);
    if (known != statements_.end()) return known->second;
    if (statements_.size() >= limits_.prepared_statements) statements_.clear();
    return statements_.try_emplace(std::string(sql), database_, sql).first->second;
  }

  const StoreLimits& limits_;
  SQLite::Database database_;
  std::map<std::string, Prepared, std::less<>> statements_;  // to go before the database
};

SqliteDatabase::SqliteDatabase(const std::filesystem::path& file, StoreLimits limits)
    : file_(name_for_sqlite(file)), limits_(limits) {}
SqliteDatabase::~SqliteDatabase() = default;

fhir::Issue SqliteDatabase::failed(int code) {
  auto issue = sqlite_issue(code, connection_ ? connection_->system_error() : 0, file_);
  lost_ = lost_ || (is_failure_of_file(code) && file_ != in_memory);
  if (in_transaction_) failure_ = issue;
  if (lost_ && !in_transaction_) connection_.reset();
  return issue;
}

fhir::Result<void> SqliteDatabase::open() {
  if (connection_ && !in_transaction_ && connection_->has_moved()) connection_.reset();
  if (connection_) return {};
  do_not_count_memory();
  try {
    if (file_ != in_memory) make_private_file(file_);
    connection_ = std::make_unique<Connection>(file_, limits_);
    lost_ = false;
    ++connections_;
    return {};
  } catch (const SQLite::Exception& failure) {
    return failed(failure.getExtendedErrorCode());
  }
}

fhir::Result<std::uint64_t> SqliteDatabase::connect() {
  if (auto opened = open(); !opened) return opened.error();
  return connections_;
}

fhir::Result<std::vector<SqlRow>> SqliteDatabase::run(std::string_view sql, std::span<const SqlValue> values) {
  if (failure_) return *failure_;
  if (auto opened = open(); !opened) return opened.error();
  try {
    return connection_->run(sql, values);
  } catch (const SQLite::Exception& failure) {
    return failed(failure.getExtendedErrorCode());
  }
}

fhir::Result<bool> SqliteDatabase::has_table(const std::string& name) {
  const SqlValue values[] = {name};
  const auto rows = run("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1", values);
  if (!rows) return rows.error();
  return !rows->empty();
}

// IMMEDIATE takes the lock for writing now, so that no statement behind it finds it taken.
fhir::Result<void> SqliteDatabase::begin() {
  if (auto opened = open(); !opened) return opened.error();
  try {
    connection_->execute("BEGIN IMMEDIATE");
    in_transaction_ = true;
    return {};
  } catch (const SQLite::Exception& failure) {
    return failed(failure.getExtendedErrorCode());
  }
}

fhir::Result<void> SqliteDatabase::commit() {
  if (failure_) return *failure_;
  try {
    connection_->execute("COMMIT");
    in_transaction_ = false;
    return {};
  } catch (const SQLite::Exception& failure) {
    return failed(failure.getExtendedErrorCode());
  }
}

// SQLite has rolled back by itself after some failures; after others that, too, may fail, and closing does it.
void SqliteDatabase::roll_back() {
  try {
    if (connection_ && connection_->is_in_transaction()) connection_->execute("ROLLBACK");
  } catch (const SQLite::Exception&) {
    lost_ = file_ != in_memory;
  }
  in_transaction_ = false;
  failure_.reset();
  if (lost_) connection_.reset();
}

}  // namespace server
