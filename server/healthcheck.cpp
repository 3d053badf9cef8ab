#include "server/healthcheck.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <exception>

#include "server/https_client.h"

namespace server {
namespace {

constexpr std::chrono::seconds patience{2};

// A server that listens on every address listens on this one.
std::string reachable(const std::string& address) {
  const auto parsed = boost::asio::ip::make_address(address);
  if (!parsed.is_unspecified()) return address;
  return parsed.is_v6() ? "::1" : "127.0.0.1";
}

OutboundRequest discovery_of(const ListenAddress& server) {
  OutboundRequest request;
  request.url.origin = {false, reachable(server.address), server.port};
  request.url.path = "/cds-services";
  request.trust.allows_loopback = true;
  request.accept = "application/json";
  return request;
}

}  // namespace

bool is_healthy(const ListenAddress& server) {
  boost::asio::io_context context(1);
  HttpsClient client(context.get_executor(), OutboundLimits{});
  bool done = false, healthy = false;
  boost::asio::co_spawn(context, client.exchange(discovery_of(server), std::chrono::steady_clock::now() + patience),
                        [&](std::exception_ptr failure, OutboundResult<OutboundResponse> response) {
                          done = true;
                          healthy = !failure && response && response->status == 200;
                        });
  while (!done) context.run_one();
  client.close();
  return healthy;
}

}  // namespace server
