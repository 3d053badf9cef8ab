// The server: accepts connections and spreads them over threads, each with an event loop of its own.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>

#include "fhir/result.h"
#include "server/http_session.h"
#include "server/limits.h"

namespace server {

struct HttpServerOptions {
  unsigned threads = 1;
  HttpLimits limits;
  TlsIdentity* tls = nullptr;  // must outlive the server; nullptr for plain HTTP
};

// At one moment.
struct HttpServerState {
  std::size_t connections_open = 0;
  std::size_t bytes_in_flight = 0;
  bool is_full = false;  // of connections
};

class HttpServer {
 public:
  HttpServer(Site site, HttpServerOptions options);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Binds to an IP address and a port, 0 for any free one. Refuses (Issue value, transient) what is no address or
  // cannot be had.
  fhir::Result<void> listen(std::string_view address, std::uint16_t port);
  std::uint16_t port() const;

  // Serves until stop(); returns when the last call under way is answered, or the time for that is up.
  void run();
  // From any thread: what is served from the next request on of each thread; a request that has begun is served by what
  // it began with.
  void serve(Site site);

  // From any thread: each connection ends with its next response, so that clients go elsewhere without losing a
  // request. New ones are still served.
  void announce_end();
  // From any thread: no new connections and requests.
  void stop();
  // From any thread: run() returns as soon as it can, whatever is under way.
  void stop_at_once();

  // From any thread.
  HttpServerState state() const;
  unsigned threads() const;
  // From any thread: each thread adds one to it as soon as its loop turns.
  void touch(const std::shared_ptr<std::atomic<unsigned>>& turned);

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace server
