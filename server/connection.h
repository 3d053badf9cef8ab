// The bytes of one connection of a client, plain or over TLS: what an HTTP session reads and writes.
#pragma once

#include <boost/system/error_code.hpp>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "server/asynchronous.h"

namespace server {

class TlsIdentity;

class Connection {
 public:
  struct Received {
    boost::system::error_code error;
    std::size_t bytes = 0;  // 0 with no error is never returned
  };

  virtual ~Connection() = default;

  // For everything that is begun after this: what is not done by then fails with an error, and the connection is of no
  // further use. A stage has one deadline, however many reads it takes: one for each read is what slow clients live on.
  virtual void set_deadline(SteadyTime when) = 0;

  // Whatever comes before the first byte of HTTP: the TLS handshake. False if there will be none.
  virtual Awaitable<bool> open() = 0;
  virtual Awaitable<Received> read_some(std::span<char> into) = 0;
  // Writes both, one after the other.
  virtual Awaitable<boost::system::error_code> write(std::string_view head, std::string_view body) = 0;
  // Tells the other side that nothing more will be written; it may still be read from.
  virtual Awaitable<void> end_writing() = 0;
  // Reads some of what still comes after that, and throws it away: how many bytes, 0 at the end.
  virtual Awaitable<std::size_t> drain_some() = 0;
  // From the connection's own thread: what is under way fails.
  virtual void cancel() = 0;

  // The names in the verified certificate of the other side: DNS names and URIs. None without TLS.
  virtual std::span<const std::string> certificate_names() const { return {}; }
};

std::unique_ptr<Connection> plain_connection(Stream stream);
// Shows the certificate that `identity` holds at this moment.
std::unique_ptr<Connection> tls_connection(Stream stream, TlsIdentity& identity);

}  // namespace server
