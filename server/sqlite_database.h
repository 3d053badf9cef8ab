// A database in a file, by SQLite. For one process; others may read it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "server/database.h"

namespace server {

// May be made by one thread and used by another. What a commit has written survives the end of the process and of the
// power: write-ahead log, synchronous FULL.
class SqliteDatabase final : public Database {
 public:
  // `file` may be ":memory:". It is made when it is not there, readable by its owner alone, and so are its folders.
  // It may be replaced (with its -wal and -shm gone) while the service runs.
  explicit SqliteDatabase(const std::filesystem::path& file, StoreLimits limits = {});
  ~SqliteDatabase() override;

  fhir::Result<std::uint64_t> connect() override;
  fhir::Result<std::vector<SqlRow>> run(std::string_view sql, std::span<const SqlValue> values = {}) override;
  fhir::Result<bool> has_table(const std::string& name) override;
  fhir::Result<void> begin() override;
  fhir::Result<void> begin_alone() override { return begin(); }
  fhir::Result<void> commit() override;
  void roll_back() override;

 private:
  class Connection;
  fhir::Result<void> open();
  // What the failure is, for people; and what follows from it for the connection and the transaction.
  fhir::Issue failed(int code);

  const std::filesystem::path file_;
  const StoreLimits limits_;
  std::unique_ptr<Connection> connection_;
  std::uint64_t connections_ = 0;
  bool in_transaction_ = false;
  bool lost_ = false;                   // to be closed at the end of the transaction
  std::optional<fhir::Issue> failure_;  // of a statement in this transaction
};

}  // namespace server
