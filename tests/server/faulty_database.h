// A database in memory that can be made to fail, and to wait.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <new>
#include <optional>

#include "server/sqlite_database.h"

namespace server_test {

// What a test sets on its own thread, and what it sees of the store's.
class DatabaseFaults {
 public:
  // From now on each statement fails so; nothing: none does.
  void fail(std::optional<fhir::Issue> issue) {
    const std::scoped_lock lock(mutex_);
    failure_ = std::move(issue);
  }
  // Transactions do not begin until they may.
  void hold() {
    const std::scoped_lock lock(mutex_);
    held_ = true;
  }
  void let_go() {
    const std::scoped_lock lock(mutex_);
    held_ = false;
    changed_.notify_all();
  }
  // Returns when a transaction is held.
  void wait_until_held() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waits_; });
  }
  std::atomic<int> commits = 0;
  std::atomic<int> attempts = 0;  // to connect, to begin, or to run

 private:
  friend class FaultyDatabase;
  std::optional<fhir::Issue> failure() {
    ++attempts;
    const std::scoped_lock lock(mutex_);
    return failure_;
  }
  void pass() {
    std::unique_lock lock(mutex_);
    waits_ = held_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !held_; });
    waits_ = false;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<fhir::Issue> failure_;
  bool held_ = false;
  bool waits_ = false;
};

inline bool is_text(const server::SqlValue& value, std::string_view text) {
  const auto* own = std::get_if<std::string>(&value);
  const auto* other = std::get_if<const char*>(&value);
  return (own != nullptr && *own == text) || (other != nullptr && *other == text);
}

class FaultyDatabase final : public server::Database {
 public:
  explicit FaultyDatabase(DatabaseFaults& faults) : faults_(faults) {}

  fhir::Result<std::uint64_t> connect() override { return database_.connect(); }
  // A text "bad" is one that no database takes; for "much" there is no memory.
  fhir::Result<std::vector<server::SqlRow>> run(std::string_view sql,
                                                std::span<const server::SqlValue> values) override {
    if (auto failure = faults_.failure()) return *failure;
    for (const auto& value : values)
      if (is_text(value, "much")) throw std::bad_alloc();
    for (const auto& value : values)
      if (is_text(value, "bad")) return fhir::issue(fhir::IssueType::invalid, "bad");
    return database_.run(sql, values);
  }
  fhir::Result<bool> has_table(const std::string& name) override { return database_.has_table(name); }
  fhir::Result<void> begin() override {
    faults_.pass();
    if (auto failure = faults_.failure()) return *failure;
    return database_.begin();
  }
  fhir::Result<void> begin_alone() override { return database_.begin(); }
  fhir::Result<void> commit() override {
    ++faults_.commits;
    return database_.commit();
  }
  void roll_back() override { database_.roll_back(); }

 private:
  DatabaseFaults& faults_;
  server::SqliteDatabase database_{":memory:"};
};

}  // namespace server_test
