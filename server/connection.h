// The bytes of one connection of a client, plain or over TLS: what an HTTP session reads and writes.
#pragma once

#include <boost/intrusive/list_hook.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "server/deadlines.h"

namespace server {

class TlsIdentity;

// In the list of those that wait for a request, as long as it does.
using IdleHook = boost::intrusive::list_base_hook<boost::intrusive::tag<struct IdleTag>,
                                                  boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

// Who is woken when there is something to read.
class Sleeper {
 public:
  virtual ~Sleeper() = default;
  // With an error, if nothing will come.
  virtual void wake(boost::system::error_code error) = 0;
};

class Connection : public IdleHook {
 public:
  struct Received {
    boost::system::error_code error;
    std::size_t bytes = 0;
  };

  virtual ~Connection() = default;

  // For everything that is waited for after this: what is not done by then fails with an error, and the connection is
  // of no further use. A stage has one deadline, however many reads it takes: one for each read is what slow clients
  // live on.
  virtual void set_deadline(SteadyTime when) = 0;

  // Whatever comes before the first byte of HTTP: the TLS handshake. False if there will be none.
  virtual Awaitable<bool> open() = 0;
  // Until there is something to read, or nothing more comes, which read() will tell. No buffer is held for it
  // meanwhile.
  virtual Awaitable<boost::system::error_code> wait() = 0;
  // The same without a coroutine, whose frames each connection that waits for a request would hold. Who sleeps is held
  // until it is woken, which is later. False if the time is up already: then nobody is woken.
  virtual bool sleep(std::shared_ptr<Sleeper> sleeper) = 0;
  // What has come, as far as there is room: no bytes and no error if that is nothing.
  virtual Received read(std::span<char> into) = 0;
  // Writes of both, one after the other, what goes without waiting: how many bytes.
  virtual std::size_t write_now(std::string_view head, std::string_view body) = 0;
  virtual Awaitable<boost::system::error_code> write(std::string_view head, std::string_view body) = 0;
  // Tells the other side that nothing more will be written; it may still be read from.
  virtual Awaitable<void> end_writing() = 0;
  // Reads some of what still comes after that, and throws it away: how many bytes, 0 at the end.
  virtual Awaitable<std::size_t> drain_some() = 0;
  // From the connection's own thread: what is waited for fails.
  virtual void cancel() = 0;

  // The names in the verified certificate of the other side: DNS names and URIs. None without TLS.
  virtual std::span<const std::string> certificate_names() const { return {}; }
};

// `deadlines` must outlive them, and are of the socket's thread.
std::unique_ptr<Connection> plain_connection(Socket socket, Deadlines& deadlines);
// Shows the certificate that `identity` holds at this moment.
std::unique_ptr<Connection> tls_connection(Socket socket, Deadlines& deadlines, TlsIdentity& identity);

}  // namespace server
