#include "server/healthcheck.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <exception>

#include "server/https_client.h"
#include "server/tls_trust.h"

namespace server {
namespace {

constexpr std::chrono::seconds patience{2};

// A server that listens on every address listens on this one.
std::string reachable(const std::string& address) {
  const auto parsed = boost::asio::ip::make_address(address);
  if (!parsed.is_unspecified()) return address;
  return parsed.is_v6() ? "::1" : "127.0.0.1";
}

// The server is our own, on this machine: its certificate is for the name by which others know it.
OutboundRequest discovery_of(const HealthcheckCommand& command) {
  const ListenAddress& server = command.server;
  OutboundRequest request;
  request.url.origin = {command.tls, reachable(server.address), server.port};
  if (command.tls) request.trust.tls = TlsTrust::without_verification();
  request.url.path = "/cds-services";
  request.trust.allows_loopback = true;
  request.accept = "application/json";
  return request;
}

// One that asks who we are has started too, and so has one that is overloaded: to restart it would help nobody.
bool is_alive(unsigned status) { return status == 200 || status == 401 || status == 503; }

}  // namespace

bool is_healthy(const HealthcheckCommand& command) {
  boost::asio::io_context context(1);
  HttpsClient client(context.get_executor(), OutboundLimits{});
  bool done = false, healthy = false;
  boost::asio::co_spawn(context, client.exchange(discovery_of(command), std::chrono::steady_clock::now() + patience),
                        [&](std::exception_ptr failure, OutboundResult<OutboundResponse> response) {
                          done = true;
                          healthy = !failure && response && is_alive(response->status);
                        });
  while (!done) context.run_one();
  client.close();
  return healthy;
}

}  // namespace server
