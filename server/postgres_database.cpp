#include "server/postgres_database.h"

#include <libpq-fe.h>

#include "server/postgres_issue.h"

namespace server {
namespace {

// Of all that the store does in databases that others use, too: only migrations take this lock.
constexpr const char* take_lock = "SELECT pg_advisory_xact_lock(7201140563128047)";
// Answers may not be lost with the server's memory; a setting that is more careful stays.
constexpr const char* be_careful =
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};

std::string text_of(const SqlValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* text = std::get_if<const char*>(&value)) return *text;
  return std::get<std::string>(value);
}

std::vector<SqlRow> rows_of(const PGresult* result) {
  std::vector<SqlRow> rows(static_cast<std::size_t>(PQntuples(result)));
  for (int row = 0; row < PQntuples(result); ++row)
    for (int column = 0; column < PQnfields(result); ++column)
      rows[static_cast<std::size_t>(row)].emplace_back(PQgetvalue(result, row, column),
                                                       static_cast<std::size_t>(PQgetlength(result, row, column)));
  return rows;
}

// What a statement gave, or the code of its failure: "" if the server is not there.
struct Reply {
  std::vector<SqlRow> rows;
  std::optional<std::string> failure;
};

Reply reply_of(const PGresult* result) {
  const auto status = PQresultStatus(result);
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return {rows_of(result), std::nullopt};
  const char* sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return {{}, sqlstate == nullptr ? "" : sqlstate};
}

}  // namespace

// By libpq itself: libpqxx 6.4 drops the codes of many failures, and memory whenever a connection is lost.
class PostgresDatabase::Connection {
 public:
  explicit Connection(const std::string& settings) : connection_(PQconnectdb(settings.c_str())) {
    // Notices would go to the log, with values.
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
  }

  Reply run(std::string_view sql, std::span<const SqlValue> values) {
    std::vector<std::string> texts;
    for (const auto& value : values) texts.push_back(text_of(value));
    std::vector<const char*> parameters;
    for (const auto& text : texts) parameters.push_back(text.c_str());
    const std::unique_ptr<PGresult, Clear> result(PQexecParams(connection_.get(), std::string(sql).c_str(),
                                                               static_cast<int>(parameters.size()), nullptr,
                                                               parameters.data(), nullptr, nullptr, 0));
    return reply_of(result.get());
  }

  bool is_open() const { return PQstatus(connection_.get()) == CONNECTION_OK; }

 private:
  std::unique_ptr<PGconn, Finish> connection_;
};

PostgresDatabase::PostgresDatabase(std::string settings, StoreLimits limits, std::function<SteadyTime()> clock)
    : settings_(std::move(settings)), limits_(limits), clock_(std::move(clock)) {}
PostgresDatabase::~PostgresDatabase() = default;

fhir::Result<void> PostgresDatabase::open() {
  if (connection_) return {};
  const auto now = clock_();
  if (last_attempt_ && now - *last_attempt_ < limits_.reconnect) return postgres_issue("");
  last_attempt_ = now;
  auto made = std::make_unique<Connection>(settings_);
  if (!made->is_open()) return postgres_issue("");
  if (const auto set = made->run(be_careful, {}); set.failure) return postgres_issue(*set.failure);
  connection_ = std::move(made);
  lost_ = false;
  ++connections_;
  return {};
}

fhir::Result<std::uint64_t> PostgresDatabase::connect() {
  if (auto opened = open(); !opened) return opened.error();
  return connections_;
}

fhir::Result<std::vector<SqlRow>> PostgresDatabase::attempt(std::string_view sql, std::span<const SqlValue> values) {
  auto reply = connection_->run(sql, values);
  if (!reply.failure) return std::move(reply.rows);
  auto issue = postgres_issue(*reply.failure);
  lost_ = lost_ || is_failure_of_server(*reply.failure) || !connection_->is_open();
  if (in_transaction_) failure_ = issue;
  if (lost_ && !in_transaction_) connection_.reset();
  return issue;
}

fhir::Result<std::vector<SqlRow>> PostgresDatabase::run(std::string_view sql, std::span<const SqlValue> values) {
  if (failure_) return *failure_;
  if (auto opened = open(); !opened) return opened.error();
  return attempt(sql, values);
}

// From the catalogue itself: to_regclass() looks into a cache, in which a table is missing that another replica has
// made while we waited for the lock.
fhir::Result<bool> PostgresDatabase::has_table(const std::string& name) {
  const SqlValue values[] = {name};
  const auto rows =
      run("SELECT 1 FROM pg_catalog.pg_class WHERE relname = $1 AND relkind = 'r'"
          " AND pg_catalog.pg_table_is_visible(oid)",
          values);
  if (!rows) return rows.error();
  return !rows->empty();
}

fhir::Result<void> PostgresDatabase::begin() {
  const bool was_open = connection_ != nullptr;
  auto begun = run("BEGIN");
  if (!begun && was_open && !connection_) begun = run("BEGIN");
  if (!begun) return begun.error();
  in_transaction_ = true;
  return {};
}

fhir::Result<void> PostgresDatabase::begin_alone() {
  if (auto begun = begin(); !begun) return begun;
  auto locked = run(take_lock);
  if (locked) return {};
  roll_back();
  return locked.error();
}

fhir::Result<void> PostgresDatabase::commit() {
  auto committed = run("COMMIT");
  if (!committed) return committed.error();
  in_transaction_ = false;
  return {};
}

void PostgresDatabase::roll_back() {
  in_transaction_ = false;
  failure_.reset();
  if (connection_ && !lost_) static_cast<void>(attempt("ROLLBACK", {}));
  if (lost_) connection_.reset();
}

}  // namespace server
