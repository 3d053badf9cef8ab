// What a handler of the service gets from the HTTP session, and what it gives back.
#pragma once

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/verb.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "server/asynchronous.h"

namespace server {

namespace http = boost::beast::http;

struct HttpRequest {
  http::verb method = http::verb::unknown;
  std::string_view path;  // without the query, repeated slashes made one, no slash at the end; "/" for the root
  std::string_view query;
  const http::fields* headers = nullptr;
  std::string* body = nullptr;  // a handler may change it: JSON is parsed in place
  std::string_view request_id;  // of the log; safe to send
};

struct HttpResponse {
  http::status status = http::status::ok;
  std::string_view content_type = "application/json";  // a literal
  std::string body;
  std::string allow;  // the methods of a 405, "" otherwise
};

using Reply = Awaitable<HttpResponse>;
using Handler = std::function<Reply(HttpRequest&)>;  // the request outlives the call

}  // namespace server
