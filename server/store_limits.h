// The bounds on what is stored, on what waits to be stored, and on how long a database may take.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace server {

struct StoreLimits {
  // At the start overrides of the past are waited for so long, so that what is quiet stays so; hooks do without them
  // where the database is not there.
  std::chrono::milliseconds beginning{500};
  // SQLite: how long a lock of another program is waited for. All that is stored waits as long.
  std::chrono::milliseconds busy{500};
  // SQLite: prepared statements that are kept. The store has a dozen.
  std::size_t prepared_statements = 64;
  // SQLite: bytes that the write-ahead log keeps on disk when it is empty; one batch has some 100 kB.
  std::int64_t log_bytes = 16 * 1024 * 1024;

  // PostgreSQL: to make a connection. libpq counts whole seconds, and two at least.
  std::chrono::seconds connect{3};
  // PostgreSQL: one statement, and within it the wait for a lock. The usual one takes a millisecond.
  std::chrono::milliseconds statement{5'000};
  // PostgreSQL: a transaction of ours in which nothing happens, so that a process that stands still holds no lock.
  std::chrono::milliseconds idle_transaction{15'000};
  // PostgreSQL: what the network takes from us and nobody acknowledges.
  std::chrono::milliseconds unacknowledged{10'000};
  // PostgreSQL: from one attempt to connect to the next.
  std::chrono::milliseconds reconnect{1'000};

  // Rows that are deleted in one transaction: a few milliseconds.
  std::size_t forgotten_rows = 1'000;
  // Rows of overrides that are read at once, some 300 bytes each.
  std::size_t override_rows = 5'000;
  // Tokens are kept for so long beyond their end, for replicas whose clocks are behind; and how often those that have
  // ended are deleted.
  std::chrono::milliseconds token_grace{5 * 60'000};
  std::chrono::milliseconds token_sweep{60'000};

  // What may wait for the store's thread: items of feedback (some kB each), cards (some 500 bytes), tokens. At 1,000
  // cards a second the cards of 20 seconds without a database.
  std::size_t feedback_waiting = 2'000;
  std::size_t shown_waiting = 20'000;
  std::size_t tokens_waiting = 5'000;
  // How long cards may wait for more, to be written together; feedback and tokens take them along at once.
  std::chrono::milliseconds gather_shown{50};
  // Items that are written in one transaction.
  std::size_t batch = 500;
  // Who waits for feedback to be kept, and who waits to know whether a token is new: a hook waits for the latter.
  std::chrono::milliseconds keep_wait{5'000};
  // Of those who look at the dashboard: how many may wait, and how long.
  std::size_t reports_waiting = 4;
  std::chrono::milliseconds report_wait{10'000};
  std::chrono::milliseconds use_wait{250};
  // After a failure the database is left alone for so long; what comes meanwhile is refused at once.
  std::chrono::milliseconds retry{1'000};
  // How often overrides that other replicas have stored are looked for; by how much that reaches back, for
  // transactions that ended late and clocks that differ; and how far at the start.
  std::chrono::milliseconds override_poll{2'000};
  std::chrono::milliseconds override_overlap{60'000};
  std::chrono::hours override_age{400 * 24};
  // How often it is looked for what is old enough to be forgotten.
  std::chrono::hours forget_poll{24};
  // When the service ends, what waits is written within this time.
  std::chrono::milliseconds stop{5'000};
};

}  // namespace server
