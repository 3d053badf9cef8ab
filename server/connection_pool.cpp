#include "server/connection_pool.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <utility>

#include "server/address_rules.h"
#include "server/log.h"

namespace server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Resolver = asio::ip::basic_resolver<tcp, Executor>;

// What a name resolved to holds for so long: many connections that are opened at once need one answer.
constexpr std::chrono::seconds resolution_lifetime{10};

}  // namespace

ConnectionPool::Lease::Lease(std::shared_ptr<ConnectionPool> pool, std::unique_ptr<OutboundConnection> connection,
                             bool is_used)
    : pool_(std::move(pool)), connection_(std::move(connection)), is_used_(is_used) {}

ConnectionPool::Lease::~Lease() {
  if (!pool_) return;
  connection_.reset();
  pool_->release();
}

void ConnectionPool::Lease::give_back() {
  ConnectionPool& pool = *pool_;
  if (auto session = connection_->session()) pool.session_ = std::move(session);
  pool.idle_.push_back({std::move(connection_), std::chrono::steady_clock::now()});
  pool.line_.wake_one();
  pool_.reset();
}

ConnectionPool::ConnectionPool(Executor executor, Origin origin, Trust trust, const OutboundLimits& limits)
    : executor_(executor),
      origin_(std::move(origin)),
      trust_(std::move(trust)),
      limits_(limits),
      line_(executor),
      resolved_line_(executor) {}

// One less is open.
void ConnectionPool::release() {
  --open_;
  line_.wake_one();
}

// The last used one is the least likely to have been closed by the other side.
std::unique_ptr<OutboundConnection> ConnectionPool::take_idle() {
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back().connection);
    idle_.pop_back();
    if (connection->is_quiet()) return connection;
    --open_;
  }
  return nullptr;
}

void ConnectionPool::drop_oldest_idle() {
  idle_.erase(idle_.begin());
  --open_;
}

void ConnectionPool::close_idle(SteadyTime unused_since) {
  open_ -= std::erase_if(idle_,
                         [&](const Idle& idle) { return idle.since <= unused_since || !idle.connection->is_quiet(); });
}

Awaitable<OutboundResult<ConnectionPool::Lease>> ConnectionPool::acquire(Wanted wanted, SteadyTime deadline) {
  for (;;) {
    if (wanted == Wanted::any)
      if (auto connection = take_idle()) co_return Lease(shared_from_this(), std::move(connection), true);
    if (open_ >= limits_.connections_per_origin && !idle_.empty()) drop_oldest_idle();
    if (open_ < limits_.connections_per_origin) break;
    if (!co_await line_.wait_until(deadline)) co_return NoResponse::busy;
  }
  auto connection = std::make_unique<OutboundConnection>(executor_, origin_, trust_, limits_);
  ++open_;
  Lease lease(shared_from_this(), std::move(connection), false);
  const auto addresses = co_await endpoints(deadline);
  if (!addresses) co_return addresses.error();
  if (const auto failure = co_await lease.connection().open(*addresses, session_, deadline)) co_return *failure;
  co_return lease;
}

// The address is looked up once for all that connect now, and outlives the deadline of whoever asked first: the
// system's resolver cannot be interrupted.
Awaitable<OutboundResult<Endpoints>> ConnectionPool::endpoints(SteadyTime deadline) {
  if (origin_.is_ip_address()) co_return allowed({tcp::endpoint(asio::ip::make_address(origin_.host), origin_.port)});
  const bool is_fresh = resolved_ && std::chrono::steady_clock::now() - resolved_at_ < resolution_lifetime;
  if (!is_fresh) {
    if (!resolving_) {
      resolving_ = true;
      asio::co_spawn(executor_, resolve(shared_from_this()), asio::detached);
    }
    if (!co_await resolved_line_.wait_until(deadline)) co_return NoResponse::timeout;
  }
  co_return *resolved_;
}

Awaitable<void> ConnectionPool::resolve(std::shared_ptr<ConnectionPool> pool) {
  pool->resolved_ = NoResponse::unreachable;
  try {
    Resolver resolver(pool->executor_);
    const auto [error, found] = co_await resolver.async_resolve(pool->origin_.host, std::to_string(pool->origin_.port),
                                                                tcp::resolver::numeric_service, as_tuple);
    Endpoints endpoints;
    for (const auto& entry : found) endpoints.push_back(entry.endpoint());
    if (!error) pool->resolved_ = pool->allowed(endpoints);
  } catch (const std::exception& failure) {
    log_failure("-", failure.what());  // no thread for the resolver, say
  }
  pool->resolved_at_ = std::chrono::steady_clock::now();
  pool->resolving_ = false;
  pool->resolved_line_.wake_all();
}

// One forbidden address among them is no reason to trust the others less: it is only never connected to.
OutboundResult<Endpoints> ConnectionPool::allowed(const Endpoints& found) const {
  const bool here_too = trust_.allows_loopback || origin_.is_loopback();
  Endpoints endpoints;
  for (const auto& endpoint : found)
    if (may_connect(endpoint.address(), here_too ? Reach::here_too : Reach::everywhere_but_here))
      endpoints.push_back(endpoint);
  if (endpoints.empty()) return found.empty() ? NoResponse::unreachable : NoResponse::forbidden_address;
  return endpoints;
}

}  // namespace server
