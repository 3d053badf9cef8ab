// A database on a PostgreSQL server, shared by several replicas of the service.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "server/asynchronous.h"
#include "server/database.h"

namespace server {

// May be made by one thread and used by another. A commit is on the server's disk when it returns, also if the server
// is set to be less careful (synchronous_commit off).
class PostgresDatabase final : public Database {
 public:
  // `settings` as of postgres_settings(). `clock` measures the pause between two attempts to connect.
  explicit PostgresDatabase(std::string settings, StoreLimits limits = {},
                            std::function<SteadyTime()> clock = std::chrono::steady_clock::now);
  ~PostgresDatabase() override;

  fhir::Result<std::uint64_t> connect() override;
  fhir::Result<std::vector<SqlRow>> run(std::string_view sql, std::span<const SqlValue> values = {}) override;
  fhir::Result<bool> has_table(const std::string& name) override;
  // A connection that turns out to be lost here is replaced once: nothing was done on it yet.
  fhir::Result<void> begin() override;
  fhir::Result<void> begin_alone() override;
  fhir::Result<void> commit() override;
  void roll_back() override;

 private:
  class Connection;
  fhir::Result<void> open();
  fhir::Result<std::vector<SqlRow>> attempt(std::string_view sql, std::span<const SqlValue> values);

  const std::string settings_;
  const StoreLimits limits_;
  const std::function<SteadyTime()> clock_;
  std::unique_ptr<Connection> connection_;
  std::uint64_t connections_ = 0;
  std::optional<SteadyTime> last_attempt_;
  bool in_transaction_ = false;
  bool lost_ = false;                   // to be closed at the end of the transaction
  std::optional<fhir::Issue> failure_;  // of a statement in this transaction
};

}  // namespace server
