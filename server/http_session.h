// One HTTP connection: requests in, responses out, one after another, until a side closes it.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <list>

#include "server/limits.h"
#include "server/router.h"

namespace server {

using Stream = boost::beast::basic_stream<boost::asio::ip::tcp, Executor>;

// What the connections of one thread share. Used by that thread alone, but for `stopping`.
struct Connections {
  const Router& router;
  const HttpLimits& limits;
  const std::atomic<bool>& stopping;  // answer what is under way, then close
  std::list<Stream*> idle;            // waiting for a request; closed when the server stops
};

// Serves the connection to its end. `connections` must outlive it.
boost::asio::awaitable<void, Executor> serve_connection(Stream stream, Connections& connections);

}  // namespace server
