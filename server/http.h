// What a handler of the service gets from the HTTP session, and what it gives back.
#pragma once

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/verb.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "server/asynchronous.h"
#include "server/bytes_in_flight.h"
#include "server/turnstile.h"

namespace server {

namespace http = boost::beast::http;

// Beast's view as the standard's.
inline std::string_view text_of(boost::beast::string_view text) { return {text.data(), text.size()}; }

// The fields of a header, in the memory of their message.
using HeaderFields = http::basic_fields<std::pmr::polymorphic_allocator<char>>;

struct Client;

struct HttpRequest {
  http::verb method = http::verb::unknown;
  std::string_view path;  // without the query, repeated slashes made one, no slash at the end; "/" for the root
  std::string_view query;
  const HeaderFields* headers = nullptr;
  std::string* body = nullptr;     // a handler may change it: JSON is parsed in place
  std::string_view request_id;     // of the log; safe to send
  std::string_view trace_id = {};  // of W3C Trace Context; "" if the caller has none
  // The names in the certificate that the other side has shown, and that was verified: DNS names and URIs.
  std::span<const std::string> certificate_names = {};
  std::shared_ptr<const Client> client = nullptr;  // who calls; nullptr where nobody has to say
  std::string_view client_name = {};               // of `client`, for the log
  BytesInFlight::Share* share = nullptr;           // what this call holds of the bytes of all; grown by what it adds
  Turnstile* turnstile = nullptr;                  // through which it came; nullptr: it goes alone
  std::uint64_t turn = 0;                          // in which it began

  bool steps() const { return turnstile != nullptr && turnstile->steps_in(turn); }
};

struct HttpResponse {
  http::status status = http::status::ok;
  std::string_view content_type = "application/json";  // a literal
  std::string body;
  std::string allow;                       // the methods of a 405, "" otherwise
  std::string_view content_encoding = {};  // a literal
  // Of a page: where it may load from and send to. "": from here and nowhere else.
  std::string content_security_policy = {};
};

using Reply = Awaitable<HttpResponse>;
using Handler = std::function<Reply(HttpRequest&)>;  // the request outlives the call

// Looks at who calls before anything of the body is read, and sets the request's client; a response refuses the call.
using Guard = std::function<Awaitable<std::optional<HttpResponse>>(HttpRequest&)>;

}  // namespace server
