#include "server/http_exchange.h"

#include <boost/asio/post.hpp>
#include <utility>

#include "server/framing.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/operation_outcome.h"
#include "server/response_head.h"
#include "server/trace_context.h"

namespace server {
namespace {

using fhir::IssueType;

// Why a request could not be read, as the client is told.
HttpResponse refusal_of(ReadFault fault) {
  switch (fault) {
    case ReadFault::body_too_long:
      return refusal(http::status::payload_too_large, IssueType::too_long, "the body is larger than is read");
    case ReadFault::header_too_long:
      return refusal(http::status::request_header_fields_too_large, IssueType::too_long,
                     "the headers are larger than is read");
    case ReadFault::trailer:
      return refusal(http::status::bad_request, IssueType::structure, "trailers are not read");
    case ReadFault::busy:
      metrics().rejected.of({"bytes"}).Increment();
      return overloaded();
    case ReadFault::gone:
    case ReadFault::no_http:
      break;
  }
  return refusal(http::status::bad_request, IssueType::structure, "this is no HTTP request");
}

}  // namespace

HttpExchange::HttpExchange(Connection& connection, Connections& connections, Unparsed& unparsed, Terms terms)
    : connection_(connection),
      connections_(connections),
      terms_(terms),
      site_(connections.site),
      reader_(connection, unparsed, connections.memory, connections.limits, connections.bytes) {
  connection_.set_deadline(start_ + limits().header);
}

Awaitable<After> HttpExchange::run() {
  while (!reader_.read_header()) {
    const bool has_come = co_await reader_.more();
    if (!has_come) co_return After::no_more_requests;
  }
  if (const auto fault = reader_.fault()) co_return co_await refuse_unread(*fault);
  if (const auto refused = framing_refusal(message(), limits().header_fields)) co_return co_await refuse(*refused);
  request_ = request_of_message();
  // All that can be told before the body is read. The cheapest comes first.
  HttpResponse refused;
  if (terms_.overload != nullptr) {
    metrics().rejected.of({terms_.overload}).Increment();
    refused = overloaded();
    co_return co_await refuse_but_go_on(refused);
  }
  route_ = site_->router.find(request_, refused);
  // A preflight comes without a token (CDS Hooks R225). Nobody else who may not call learns what there is.
  const bool is_open = route_ != nullptr && route_->access == Access::open;
  if (site_->guard && !is_open && request_.method != http::verb::options)
    if (const auto unknown = co_await guarded()) co_return co_await refuse_but_go_on(*unknown);
  if (route_ == nullptr) co_return co_await refuse_but_go_on(refused);

  connection_.set_deadline(in(limits().body));
  if (reader_.waits_for_us() && !reader_.is_complete()) {
    const bool is_asked = co_await ask_for_body();
    if (!is_asked) co_return After::no_more_requests;
  }
  while (!reader_.read_body()) {
    const bool has_come = co_await reader_.more();
    if (!has_come) co_return After::no_more_requests;
  }
  if (const auto fault = reader_.fault()) co_return co_await refuse_unread(*fault);
  const bool keep_alive = keeps_alive();
  request_.turn = turn_;
  if (message().body().text.size() <= limits().turns.together_bytes) request_.turnstile = &connections_.turnstile;
  if (request_.steps()) co_await connections_.turnstile.step();
  const HttpResponse response = co_await call();
  if (request_.steps()) co_await connections_.turnstile.step();
  const bool is_written = co_await write(response, keep_alive);
  co_return is_written&& keep_alive ? After::another_request : After::no_more_requests;
}

bool HttpExchange::keeps_alive() {
  return !terms_.is_last && message().keep_alive() && !connections_.stopping && !connections_.ending;
}

HttpRequest HttpExchange::request_of_message() {
  auto& read = reader_.message();
  const Target target = split_target(text_of(read.target()), path_);
  HttpRequest request{read.method(), target.path, target.query, &read, &read.body().text, request_id_.text()};
  request.certificate_names = connection_.certificate_names();
  request.share = &reader_.share();
  request.trace_id = trace_id_ = trace_id_of(text_of(read["traceparent"]));
  return request;
}

Awaitable<std::optional<HttpResponse>> HttpExchange::guarded() {
  try {
    auto refused = co_await site_->guard(request_);
    client_ = request_.client;
    client_name_ = request_.client_name;
    co_return refused;
  } catch (const std::exception& failure) {
    log_failure(request_id_.text(), failure.what());
  }
  co_return failed();
}

Awaitable<bool> HttpExchange::ask_for_body() {
  const auto error = co_await connection_.write("HTTP/1.1 100 Continue\r\n\r\n", "");
  co_return !error;
}

// An exception is a bug. It costs one request, and says nothing to the client but which one.
Reply HttpExchange::call() {
  try {
    co_return co_await route_->handler(request_);
  } catch (const std::exception& failure) {
    log_failure(request_id_.text(), failure.what());
  }
  co_return failed();
}

HttpResponse HttpExchange::failed() const {
  return refusal(http::status::internal_server_error, IssueType::exception,
                 "the service failed; the log knows more under request " + std::string(request_id_.text()));
}

Awaitable<bool> HttpExchange::write(const HttpResponse& response, bool keep_alive) {
  const auto& request = message();
  const ResponseContext context{request_id_.text(), text_of(request[http::field::origin]), site_->cors, keep_alive,
                                site_->is_tls};
  const bool has_body = request.method() != http::verb::head && response.status != http::status::no_content;
  const std::string_view body = has_body ? std::string_view(response.body) : "";
  const fhir::KeptText head = response_head(response, context);
  const std::size_t written = connection_.write_now(head, body);
  boost::system::error_code error;
  if (written < head.size() + body.size()) {
    connection_.set_deadline(in(limits().write));
    const auto of_head = std::min(written, head.size());
    error = co_await connection_.write(std::string_view(head).substr(of_head), body.substr(written - of_head));
  }
  const auto duration = std::chrono::steady_clock::now() - start_;
  if (request_.steps()) co_await connections_.turnstile.step();
  log(response, duration);
  co_return !error;
}

Awaitable<After> HttpExchange::refuse_unread(ReadFault fault) {
  if (fault == ReadFault::gone) co_return After::no_more_requests;
  co_return co_await refuse(refusal_of(fault));
}

// The end of the request is known, so another may follow: once the body is out of the way.
Awaitable<After> HttpExchange::refuse_but_go_on(const HttpResponse& refused) {
  const bool is_lost = !keeps_alive() || (reader_.waits_for_us() && !reader_.is_complete());
  if (is_lost) co_return co_await refuse(refused);
  const bool is_written = co_await write(refused, true);
  if (!is_written) co_return After::no_more_requests;
  const bool is_skipped = co_await skip_body();
  if (is_skipped) co_return After::another_request;
  co_await drain();
  co_return After::end_of_writing;
}

Awaitable<bool> HttpExchange::skip_body() {
  connection_.set_deadline(in(limits().linger));
  while (!reader_.skip_body()) {
    const bool has_come = co_await reader_.more();
    if (!has_come) co_return false;
  }
  co_return !reader_.fault();
}

// The rest of the request is unknown, so the connection ends; but not before the client could read why.
Awaitable<After> HttpExchange::refuse(const HttpResponse& refused) {
  reader_.forget_body();
  const bool is_written = co_await write(refused, false);
  if (!is_written) co_return After::no_more_requests;
  co_await drain();
  co_return After::end_of_writing;
}

Awaitable<void> HttpExchange::drain() {
  co_await end_writing(connection_, limits());
  for (std::size_t thrown_away = 0; thrown_away < limits().linger_bytes;) {
    const std::size_t bytes = co_await connection_.drain_some();
    if (bytes == 0) break;
    thrown_away += bytes;
  }
}

void HttpExchange::log(const HttpResponse& response, std::chrono::steady_clock::duration duration) {
  const std::string_view route = route_ == nullptr ? std::string_view("-") : std::string_view(route_->path);
  const auto status = static_cast<unsigned>(response.status);
  metrics().http_requests.of({route, std::to_string(status)}).Increment();
  metrics().http_seconds.of({route}).Observe(std::chrono::duration<double>(duration).count());
  log_access({request_id_.text(), trace_id_, client_name_, message().method(), route, status,
              message().body().text.size(), response.body.size(),
              std::chrono::duration_cast<std::chrono::microseconds>(duration)});
  write_log_soon();
}

// When what is ready now has been done, so that the lines of many requests are written together.
void HttpExchange::write_log_soon() {
  if (std::exchange(connections_.log_waits, true)) return;
  boost::asio::post(connections_.turnstile.executor(), [&connections = connections_] {
    connections.log_waits = false;
    flush_log();
  });
}

Awaitable<void> end_writing(Connection& connection, const HttpLimits& limits) {
  connection.set_deadline(in(limits.linger));
  co_await connection.end_writing();
}

}  // namespace server
