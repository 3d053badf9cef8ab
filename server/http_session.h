// One HTTP connection: requests in, responses out, one after another, until a side closes it.
#pragma once

#include <atomic>
#include <list>

#include "server/asynchronous.h"
#include "server/limits.h"
#include "server/router.h"

namespace server {

// What the connections of one thread share. Used by that thread alone, but for `stopping`.
struct Connections {
  const Router& router;
  const HttpLimits& limits;
  const std::atomic<bool>& stopping;  // answer what is under way, then close
  std::list<Stream*> idle;            // waiting for a request; closed when the server stops
};

// Serves the connection to its end. `connections` must outlive it.
Awaitable<void> serve_connection(Stream stream, Connections& connections);

}  // namespace server
