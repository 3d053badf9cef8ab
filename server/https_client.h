// Calls of other servers: FHIR servers, and those that give tokens and keys.
//
// One thread's worth of outbound connections: everything here runs on one executor, so nothing needs a lock. Callers
// on other threads go through Outbound (outbound.h).
//
// Redirects are never followed. A name is resolved, and the address that was found is connected to, unless it is of a
// kind that no hospital's server has (address_rules.h); the certificate must be for the name. A kept connection that
// turns out dead is replaced once.
#pragma once

#include <boost/beast/http/status.hpp>
#include <boost/beast/http/verb.hpp>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "fhir/result.h"
#include "server/asynchronous.h"
#include "server/http_url.h"
#include "server/limits.h"

namespace server {

class ConnectionPool;
class TlsTrust;

// Whom the other side's certificate is checked against, and which addresses may be connected to.
struct Trust {
  std::shared_ptr<TlsTrust> tls;  // never null for an https URL
  bool allows_loopback = false;   // for a name that resolves to this machine; one that says so itself is allowed
};

struct OutboundRequest {
  boost::beast::http::verb method = boost::beast::http::verb::get;
  HttpUrl url;
  Trust trust;
  std::string accept = "application/fhir+json";
  std::string authorization;  // the whole value, "Bearer ..."; "" for none
  std::string content_type;   // of a body
  std::string body;
  std::string traceparent;  // W3C Trace Context; "" for none
  std::string request_id;   // ours, so that logs of both sides can be laid side by side; "" for none
};

struct OutboundResponse {
  unsigned status = 0;
  std::string body;         // decoded, should it have come compressed
  std::string retry_after;  // as sent, "" if it was not
};

// Why there is no response.
enum class NoResponse : std::uint8_t {
  forbidden_address,  // the name leads to an address that is never connected to
  unreachable,        // no address, no connection, no TLS, or the connection died
  timeout,            // the deadline passed
  busy,               // the deadline passed while all connections were in use
  too_large,          // more bytes than are read
  garbled,            // no HTTP, or an encoding that was not asked for
};
std::string_view to_string(NoResponse why);

template <class T>
using OutboundResult = boost::system::result<T, NoResponse>;

[[noreturn]] void throw_exception_from_error(const NoResponse& why, const boost::source_location& where);

class HttpsClient {
 public:
  HttpsClient(Executor executor, OutboundLimits limits);
  ~HttpsClient();
  HttpsClient(const HttpsClient&) = delete;
  HttpsClient& operator=(const HttpsClient&) = delete;

  // The answer, whatever its status, or why there is none when the deadline is reached. Run on the client's executor.
  Awaitable<OutboundResult<OutboundResponse>> exchange(OutboundRequest request, SteadyTime deadline);

  // Closes what is idle and keeps nothing from now on: for the end, before the executor's context goes.
  void close();

 private:
  class Pools;
  std::unique_ptr<Pools> pools_;
};

}  // namespace server
