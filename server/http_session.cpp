#include "server/http_session.h"

#include <boost/asio/post.hpp>
#include <optional>
#include <utility>

#include "server/framing.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/operation_outcome.h"
#include "server/request_reader.h"
#include "server/response_head.h"
#include "server/trace_context.h"

namespace server {
namespace {

using fhir::IssueType;
using Task = Awaitable<void>;
using Success = Awaitable<bool>;

// A connection in the list of those that wait for a request.
class Idle {
 public:
  Idle(Connections& connections, Connection& connection)
      : list_(connections.idle), at_(list_.insert(list_.end(), &connection)) {}
  ~Idle() { list_.erase(at_); }
  Idle(const Idle&) = delete;
  Idle& operator=(const Idle&) = delete;

 private:
  std::list<Connection*>& list_;
  std::list<Connection*>::iterator at_;
};

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

class Session {
 public:
  Session(std::unique_ptr<Connection> connection, Connections& connections, Admission admission)
      : connection_(std::move(connection)),
        connections_(connections),
        reader_(*connection_, connections.limits, connections.bytes),
        admission_(admission) {}

  Task run() {
    connection_->set_deadline(in(admission_ == Admission::full ? limits().linger : limits().handshake));
    // In a variable: g++ 12 makes of some conditions before a co_await a coroutine whose frame it misplaces by eight
    // bytes, so that it cannot be resumed.
    const bool is_open = co_await connection_->open();
    if (!is_open) co_return;
    while (co_await serve_one()) {
    }
    if (!has_ended_) co_await end_writing();
  }

 private:
  const HttpLimits& limits() const { return connections_.limits; }
  const RequestReader::Message& message() { return reader_.message(); }

  // One request and its response; true if another may follow.
  Success serve_one() {
    if (!co_await wait_for_request()) co_return false;
    start_ = std::chrono::steady_clock::now();
    request_id_ = next_request_id();
    site_ = connections_.site;
    route_ = nullptr;
    trace_id_.clear();
    client_name_ = {};
    if (const auto fault = co_await reader_.read_header()) co_return co_await refuse_unread(*fault);
    if (const auto refused = framing_refusal(message(), limits().header_fields)) co_return co_await refuse(*refused);
    HttpRequest request = request_of_message();
    if (const auto refused = co_await look_at(request)) co_return co_await refuse_but_go_on(*refused);
    if (const auto fault = co_await reader_.read_body()) co_return co_await refuse_unread(*fault);
    const bool keep_alive = keeps_alive();
    const HttpResponse response = co_await call(request);
    co_return co_await write(response, keep_alive) && keep_alive;
  }

  Success wait_for_request() {
    if (connections_.is_closed && !reader_.has_begun()) co_return false;
    if (admission_ == Admission::full) co_return co_await reader_.wait(patience());
    const Idle idle(connections_, *connection_);
    co_return co_await reader_.wait(patience());
  }

  // Whoever has connected has something to ask; whoever was answered may take a while until the next question.
  std::chrono::milliseconds patience() const {
    if (admission_ == Admission::full) return limits().linger;
    return answered_ == 0 ? limits().header : limits().idle;
  }

  bool keeps_alive() {
    return admission_ == Admission::admitted && message().keep_alive() && !connections_.stopping &&
           !connections_.ending && answered_ + 1 < limits().requests_per_connection;
  }

  HttpRequest request_of_message() {
    auto& read = reader_.message();
    const Target target = split_target(text_of(read.target()), path_);
    HttpRequest request{read.method(), target.path, target.query, &read, &read.body(), request_id_};
    request.certificate_names = connection_->certificate_names();
    request.share = &reader_.share();
    request.trace_id = trace_id_ = trace_id_of(text_of(read["traceparent"]));
    return request;
  }

  // All that can be told before the body is read. The cheapest comes first.
  Awaitable<std::optional<HttpResponse>> look_at(HttpRequest& request) {
    if (const auto* why = overload()) {
      metrics().rejected.of({why}).Increment();
      co_return overloaded();
    }
    HttpResponse refused;
    route_ = site_->router.find(request, refused);
    // A preflight comes without a token (CDS Hooks R225). Nobody else who may not call learns what there is.
    if (site_->guard && request.method != http::verb::options)
      if (auto unknown = co_await guarded(request)) co_return unknown;
    if (route_ == nullptr) co_return refused;
    co_return std::nullopt;
  }

  // Why a request is not even looked at; nullptr if it is.
  const char* overload() {
    if (admission_ == Admission::full) return "connections";
    return connections_.lag.now() > limits().longest_lag ? "lag" : nullptr;
  }

  Awaitable<std::optional<HttpResponse>> guarded(HttpRequest& request) {
    try {
      auto refused = co_await site_->guard(request);
      client_ = request.client;
      client_name_ = request.client_name;
      co_return refused;
    } catch (const std::exception& failure) {
      log_failure(request_id_, failure.what());
    }
    co_return failed();
  }

  // An exception is a bug. It costs one request, and says nothing to the client but which one.
  Reply call(HttpRequest& request) {
    try {
      co_return co_await route_->handler(request);
    } catch (const std::exception& failure) {
      log_failure(request_id_, failure.what());
    }
    co_return failed();
  }

  HttpResponse failed() const {
    return refusal(http::status::internal_server_error, IssueType::exception,
                   "the service failed; the log knows more under request " + request_id_);
  }

  Success write(const HttpResponse& response, bool keep_alive) {
    const auto& request = message();
    connection_->set_deadline(in(limits().write));
    const ResponseContext context{request_id_, text_of(request[http::field::origin]), site_->cors, keep_alive,
                                  site_->is_tls};
    const bool has_body = request.method() != http::verb::head && response.status != http::status::no_content;
    const std::string head = response_head(response, context);
    const auto error = co_await connection_->write(head, has_body ? std::string_view(response.body) : "");
    ++answered_;
    log(response);
    co_return !error;
  }

  Success refuse_unread(ReadFault fault) {
    if (fault == ReadFault::gone) co_return false;
    co_return co_await refuse(refusal_of(fault));
  }

  // The end of the request is known, so another may follow: once the body is out of the way.
  Success refuse_but_go_on(const HttpResponse& refused) {
    const bool is_lost = !keeps_alive() || (reader_.waits_for_us() && !reader_.is_complete());
    if (is_lost) co_return co_await refuse(refused);
    if (!co_await write(refused, true)) co_return false;
    if (co_await reader_.skip_body()) co_return true;
    co_await drain();
    co_return false;
  }

  // The rest of the request is unknown, so the connection ends; but not before the client could read why.
  Success refuse(const HttpResponse& refused) {
    reader_.forget_body();
    const bool is_written = co_await write(refused, false);
    if (is_written) co_await drain();
    co_return false;
  }

  Task end_writing() {
    has_ended_ = true;
    connection_->set_deadline(in(limits().linger));
    co_await connection_->end_writing();
  }

  Task drain() {
    co_await end_writing();
    for (std::size_t thrown_away = 0; thrown_away < limits().linger_bytes;) {
      const std::size_t bytes = co_await connection_->drain_some();
      if (bytes == 0) break;
      thrown_away += bytes;
    }
  }

  void log(const HttpResponse& response) {
    const auto duration = std::chrono::steady_clock::now() - start_;
    const std::string_view route = route_ == nullptr ? std::string_view("-") : std::string_view(route_->path);
    const auto status = static_cast<unsigned>(response.status);
    metrics().http_requests.of({route, std::to_string(status)}).Increment();
    metrics().http_seconds.of({route}).Observe(std::chrono::duration<double>(duration).count());
    log_access({request_id_, trace_id_, client_name_, message().method(), route, status, message().body().size(),
                response.body.size(), std::chrono::duration_cast<std::chrono::microseconds>(duration)});
    write_log_soon();
  }

  // When what is ready now has been done, so that the lines of many requests are written together.
  void write_log_soon() {
    if (std::exchange(connections_.log_waits, true)) return;
    boost::asio::post(connections_.lag.executor(), [&connections = connections_] {
      connections.log_waits = false;
      flush_log();
    });
  }

  std::unique_ptr<Connection> connection_;
  Connections& connections_;
  RequestReader reader_;
  const Admission admission_;
  std::shared_ptr<const Site> site_;  // that serves this request, whatever comes meanwhile
  std::string request_id_;
  std::string trace_id_;
  std::shared_ptr<const Client> client_;
  std::string_view client_name_;  // of client_
  std::string path_;
  const Route* route_ = nullptr;
  bool has_ended_ = false;
  std::size_t answered_ = 0;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace

Task serve_connection(std::unique_ptr<Connection> connection, Connections& connections, Admission admission) {
  Session session(std::move(connection), connections, admission);
  co_await session.run();
}

}  // namespace server
