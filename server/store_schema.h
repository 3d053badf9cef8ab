// The tables of the store, by version. A database is brought up to date by the migrations that it has not seen yet;
// which it has seen is told by its table schema_version, one row for each.
//
// Version 1
//   shown_card   a card that a client was sent; the same uuid may have been sent to several
//   feedback     an item of feedback; `digest` is the SHA-256 of client and item, so that none is kept twice
//   used_token   `digest` is the SHA-256 of issuer and jti, `until` when it may be forgotten
//   probe        one row, written to see whether anything can be written
// Times are milliseconds since 1970.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "server/database.h"

namespace server {

struct Migration {
  std::int64_t version = 0;  // 1 for the first; each one more than the one before
  std::vector<std::string_view> statements;
};

// Those of this version of the service.
std::span<const Migration> store_migrations();

// Each migration is done whole or not at all, and once, also when several replicas start at the same time. Nothing is
// written to a database that is up to date. Refuses (Issue exception) a database that is of a later version than the
// last migration, and leaves it as it is.
fhir::Result<void> bring_up_to_date(Database& database, std::span<const Migration> migrations = store_migrations());

}  // namespace server
