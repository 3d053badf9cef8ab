// The server: accepts connections and spreads them over threads, each with an event loop of its own.
#pragma once

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
  // From any thread: no new connections and requests.
  void stop();
  // From any thread: run() returns as soon as it can, whatever is under way.
  void stop_at_once();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace server
