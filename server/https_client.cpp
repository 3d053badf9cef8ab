#include "server/https_client.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <stdexcept>
#include <tuple>

#include "server/connection_pool.h"
#include "server/log.h"

namespace server {
namespace {

using Wanted = ConnectionPool::Wanted;

// Connections are shared by those who trust the same authorities, and by nobody else.
using PoolKey = std::tuple<Origin, const TlsTrust*, bool>;

}  // namespace

std::string_view to_string(NoResponse why) {
  switch (why) {
    case NoResponse::forbidden_address:
      return "its name leads to an address that is never connected to";
    case NoResponse::unreachable:
      return "it could not be reached, or ended the connection";
    case NoResponse::timeout:
      return "it did not answer in time";
    case NoResponse::busy:
      return "all connections to it were in use";
    case NoResponse::too_large:
      return "its answer is larger than is read";
    case NoResponse::garbled:
      break;
  }
  return "its answer is not HTTP as was asked for";
}

void throw_exception_from_error(const NoResponse& why, const boost::source_location& where) {
  throw std::logic_error(std::string("unexpected failure in ") + where.function_name() + ": " +
                         std::string(to_string(why)));
}

class HttpsClient::Pools {
 public:
  Pools(Executor executor, OutboundLimits limits) : executor_(executor), limits_(limits) {}

  // nullptr if more origins are in use than are remembered.
  std::shared_ptr<ConnectionPool> pool_for(const OutboundRequest& request) {
    const PoolKey key{request.url.origin, request.trust.tls.get(), request.trust.allows_loopback};
    if (const auto found = pools_.find(key); found != pools_.end()) return found->second;
    if (pools_.size() >= limits_.origins)
      std::erase_if(pools_, [](const auto& entry) { return entry.second->is_unused(); });
    if (pools_.size() >= limits_.origins) return nullptr;
    if (!std::exchange(sweeping_, true)) boost::asio::co_spawn(executor_, sweep(*this), boost::asio::detached);
    return pools_[key] = std::make_shared<ConnectionPool>(executor_, request.url.origin, request.trust, limits_);
  }

  void close() { pools_.clear(); }

 private:
  static Awaitable<void> sweep(Pools& pools) {
    for (Timer timer(pools.executor_);;) {
      timer.expires_after(pools.limits_.sweep);
      co_await timer.async_wait(as_tuple);
      for (auto& [key, pool] : pools.pools_) pool->close_idle(std::chrono::steady_clock::now() - pools.limits_.idle);
    }
  }

  Executor executor_;
  OutboundLimits limits_;
  std::map<PoolKey, std::shared_ptr<ConnectionPool>> pools_;
  bool sweeping_ = false;
};

namespace {

Awaitable<OutboundConnection::Outcome> try_once(ConnectionPool& pool, const OutboundRequest& request, Wanted wanted,
                                                SteadyTime deadline) {
  auto lease = co_await pool.acquire(wanted, deadline);
  if (!lease) co_return OutboundConnection::Outcome{lease.error()};
  auto outcome = co_await lease->connection().exchange(request, deadline);
  // A connection that was never used before has no excuse.
  outcome.untouched = outcome.untouched && lease->is_used();
  if (outcome.keeps_alive) lease->give_back();
  co_return outcome;
}

}  // namespace

HttpsClient::HttpsClient(Executor executor, OutboundLimits limits)
    : pools_(std::make_unique<Pools>(executor, limits)) {}
HttpsClient::~HttpsClient() = default;

void HttpsClient::close() { pools_->close(); }

Awaitable<OutboundResult<OutboundResponse>> HttpsClient::exchange(OutboundRequest request, SteadyTime deadline) {
  const auto pool = pools_->pool_for(request);
  if (!pool) co_return NoResponse::busy;
  try {
    auto outcome = co_await try_once(*pool, request, Wanted::any, deadline);
    const bool died_while_idle =
        !outcome.response && outcome.untouched && outcome.response.error() == NoResponse::unreachable;
    if (died_while_idle) outcome = co_await try_once(*pool, request, Wanted::fresh, deadline);
    co_return std::move(outcome.response);
  } catch (const std::exception& failure) {
    // Beast throws on some answers that break its bounds, such as a trailer of more than 64 KiB.
    log_failure(request.request_id, failure.what());
  }
  co_return NoResponse::garbled;
}

}  // namespace server
