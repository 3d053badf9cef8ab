// One connection to another server, plain or over TLS: one request after another, for as long as both sides keep it.
// Internal to the outbound client (https_client.h).
#pragma once

#include <boost/asio/ssl/stream.hpp>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "server/https_client.h"

namespace server {

using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;

// A TLS session that a later connection may resume, so that it costs less.
using TlsSession = std::shared_ptr<SSL_SESSION>;

class OutboundConnection {
 public:
  OutboundConnection(Executor executor, const Origin& origin, const Trust& trust, const OutboundLimits& limits);
  ~OutboundConnection();
  OutboundConnection(const OutboundConnection&) = delete;
  OutboundConnection& operator=(const OutboundConnection&) = delete;

  // Connects to the first of the addresses that answers; over TLS, the certificate must be for the origin's host.
  Awaitable<std::optional<NoResponse>> open(Endpoints endpoints, TlsSession session, SteadyTime deadline);

  struct Outcome {
    OutboundResult<OutboundResponse> response;
    bool keeps_alive = false;  // another request may follow
    bool untouched = false;    // not a byte of a response has come
  };
  Awaitable<Outcome> exchange(const OutboundRequest& request, SteadyTime deadline);

  // False if something came, or the other side closed, since the last exchange.
  bool is_quiet();
  // What can be resumed; empty without TLS.
  TlsSession session();

 private:
  using TlsStream = boost::asio::ssl::stream<Stream>;

  const Origin& origin_;
  const OutboundLimits& limits_;
  std::shared_ptr<TlsTrust> trust_;  // outlives the stream made of it
  std::variant<std::monostate, Stream, TlsStream> stream_;
};

}  // namespace server
