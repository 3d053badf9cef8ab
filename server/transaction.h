// What has begun in a database comes to an end.
#pragma once

#include "server/database.h"

namespace server {

// `body` within the transaction that has begun. However it ends, none stays open: within one that nobody ends a
// database takes nothing any more.
template <class Body>
fhir::Result<void> finish_transaction(Database& database, Body body) {
  try {
    fhir::Result<void> done = body();
    if (done) done = database.commit();
    if (!done) database.roll_back();
    return done;
  } catch (...) {
    database.roll_back();
    throw;
  }
}

}  // namespace server
