// The connections to one origin: kept alive between requests, bounded in number, shared by all who ask there.
// Internal to the outbound client (https_client.h); used on one executor only.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "server/https_client.h"
#include "server/outbound_connection.h"
#include "server/waiting_line.h"

namespace server {

class ConnectionPool : public std::enable_shared_from_this<ConnectionPool> {
 public:
  ConnectionPool(Executor executor, Origin origin, Trust trust, const OutboundLimits& limits);

  // A connection for one exchange. Closed when the lease ends, unless it was given back.
  class Lease {
   public:
    Lease(std::shared_ptr<ConnectionPool> pool, std::unique_ptr<OutboundConnection> connection, bool is_used);
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();

    OutboundConnection& connection() { return *connection_; }
    // True if requests went over it before: the other side may have closed it meanwhile.
    bool is_used() const { return is_used_; }
    void give_back();

   private:
    friend class ConnectionPool;
    std::shared_ptr<ConnectionPool> pool_;
    std::unique_ptr<OutboundConnection> connection_;
    bool is_used_;
  };

  enum class Wanted : bool { any, fresh };
  Awaitable<OutboundResult<Lease>> acquire(Wanted wanted, SteadyTime deadline);

  // Closes what has been idle since before that time, and what the other side has closed.
  void close_idle(SteadyTime unused_since);
  // Nobody uses a connection, or waits for one.
  bool is_unused() const { return open_ == idle_.size() && line_.is_empty() && !resolving_; }

 private:
  struct Idle {
    std::unique_ptr<OutboundConnection> connection;
    SteadyTime since;
  };

  std::unique_ptr<OutboundConnection> take_idle();
  void drop_oldest_idle();
  void release();
  Awaitable<OutboundResult<Endpoints>> endpoints(SteadyTime deadline);
  static Awaitable<void> resolve(std::shared_ptr<ConnectionPool> pool);
  OutboundResult<Endpoints> allowed(const Endpoints& found) const;

  Executor executor_;
  const Origin origin_;
  const Trust trust_;
  const OutboundLimits limits_;
  std::vector<Idle> idle_;  // the longest unused first
  std::size_t open_ = 0;    // idle ones and leases
  WaitingLine line_;        // for a connection

  bool resolving_ = false;
  WaitingLine resolved_line_;
  std::optional<OutboundResult<Endpoints>> resolved_;
  SteadyTime resolved_at_;

  TlsSession session_;  // of the last connection that was given back
};

}  // namespace server
