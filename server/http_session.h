// One HTTP connection: requests in, responses out, one after another, until a side closes it.
#pragma once

#include <atomic>
#include <boost/intrusive/list.hpp>
#include <memory>

#include "server/bytes_in_flight.h"
#include "server/connection.h"
#include "server/cors.h"
#include "server/limits.h"
#include "server/request_reader.h"
#include "server/router.h"
#include "server/turnstile.h"

namespace server {

// What is served, and to whom.
struct Site {
  Router router;
  Guard guard;  // empty: to anybody
  Cors cors = Cors::everyone();
  bool is_tls = false;
};

// What the connections of one thread share. Used by that thread alone, but for `ending`, `stopping` and `bytes`.
struct Connections {
  std::shared_ptr<const Site> site;  // for the next request; one that has begun keeps the one it began with
  const HttpLimits& limits;
  const std::atomic<bool>& ending;    // each connection ends with its next response
  const std::atomic<bool>& stopping;  // answer what is under way, then close
  BytesInFlight& bytes;
  Turnstile& turnstile;
  // Waiting for a request, the longest in front; closed a moment after the server stops.
  boost::intrusive::list<Connection, boost::intrusive::base_hook<IdleHook>, boost::intrusive::constant_time_size<false>>
      idle{};
  bool is_closed = false;  // that moment is over
  bool log_waits = false;  // lines of the log that are about to be written
  ReadingMemory memory{};
};

// Whether the server has a place for a connection; if not, its first request is answered 503, and it ends.
enum class Admission : bool { full, admitted };

// One of the connections that are open, however it ends.
struct CountDown {
  void operator()(std::atomic<std::size_t>* count) const { --*count; }
};
using Open = std::unique_ptr<std::atomic<std::size_t>, CountDown>;

// Begins to serve the connection, to its end, on the loop of `connections`, which must outlive it; called by its
// thread.
void serve_connection(std::unique_ptr<Connection> connection, Connections& connections, Admission admission, Open open);

}  // namespace server
