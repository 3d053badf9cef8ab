#include "server/http_session.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <optional>

#include "server/framing.h"
#include "server/log.h"
#include "server/operation_outcome.h"
#include "server/response_headers.h"

namespace server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Task = Awaitable<void>;
using Success = Awaitable<bool>;
using Parser = http::request_parser<http::string_body>;

// A stream in the list of those that wait for a request.
class Idle {
 public:
  Idle(Connections& connections, Stream& stream) : list_(connections.idle), at_(list_.insert(list_.end(), &stream)) {}
  ~Idle() { list_.erase(at_); }
  Idle(const Idle&) = delete;
  Idle& operator=(const Idle&) = delete;

 private:
  std::list<Stream*>& list_;
  std::list<Stream*>::iterator at_;
};

// Why a request could not be read, as the client is told.
HttpResponse refusal_of(beast::error_code error) {
  using fhir::IssueType;
  if (error == http::error::body_limit)
    return refusal(http::status::payload_too_large, IssueType::too_long, "the body is larger than is read");
  if (error == http::error::header_limit || error == http::error::buffer_overflow)
    return refusal(http::status::request_header_fields_too_large, IssueType::too_long,
                   "the headers are larger than is read");
  return refusal(http::status::bad_request, IssueType::structure, "this is no HTTP request");
}

// A client that is gone, or too slow, gets no answer.
bool is_answerable(beast::error_code error) {
  return error.category() == make_error_code(http::error::bad_method).category() &&
         error != http::error::end_of_stream && error != http::error::partial_message;
}

class Session {
 public:
  // The buffer has an upper bound: Beast limits the headers, but neither the trailers of a chunked body nor the
  // extensions of a chunk, and it throws on a field of more than 64 KiB.
  Session(Stream stream, Connections& connections)
      : stream_(std::move(stream)), connections_(connections), buffer_(connections.limits.read_buffer_bytes) {
    buffer_.reserve(connections.limits.read_buffer_bytes);
    beast::error_code ignored;
    stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  }

  Task run() {
    while (co_await serve_one()) {
    }
    beast::error_code ignored;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  }

 private:
  const HttpLimits& limits() const { return connections_.limits; }

  // One request and its response; true if another may follow.
  Success serve_one() {
    if (!co_await wait_for_request()) co_return false;
    start_ = std::chrono::steady_clock::now();
    request_id_ = next_request_id();
    parser_.emplace();
    parser_->header_limit(limits().header_bytes);
    parser_->body_limit(limits().body_bytes);
    if (const auto error = co_await read_header()) co_return co_await refuse_unread(error);
    if (const auto refused = framing_refusal(parser_->get())) co_return co_await refuse(*refused);
    if (const auto error = co_await read_body()) co_return co_await refuse_unread(error);
    const bool keep_alive = parser_->get().keep_alive() && !connections_.stopping;
    const HttpResponse response = co_await answer();
    co_return co_await write(response, keep_alive) && keep_alive;
  }

  // The first bytes of the next request: until they come, the connection may be closed at any time.
  Success wait_for_request() {
    if (buffer_.size() > 0) co_return true;
    if (connections_.stopping) co_return false;
    const Idle idle(connections_, stream_);
    stream_.expires_after(limits().idle);
    const auto [error, bytes] =
        co_await stream_.async_read_some(buffer_.prepare(limits().read_buffer_bytes / 2), as_tuple);
    buffer_.commit(bytes);
    co_return !error && bytes > 0;
  }

  Awaitable<beast::error_code> read_header() {
    stream_.expires_after(limits().header);
    const auto [error, bytes] = co_await http::async_read_header(stream_, buffer_, *parser_, as_tuple);
    co_return error;
  }

  Awaitable<beast::error_code> read_body() {
    stream_.expires_after(limits().body);
    if (beast::iequals(parser_->get()[http::field::expect], "100-continue") && !parser_->is_done()) {
      constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      const auto [error, bytes] = co_await asio::async_write(stream_, asio::buffer(go_on), as_tuple);
      if (error) co_return error;
    }
    const auto [error, bytes] = co_await http::async_read(stream_, buffer_, *parser_, as_tuple);
    co_return error;
  }

  Reply answer() {
    http::request<http::string_body>& message = parser_->get();
    route_ = "-";
    const Target target = split_target({message.target().data(), message.target().size()}, path_);
    HttpRequest request{message.method(), target.path, target.query, &message, &message.body(), request_id_};
    HttpResponse response;
    const Route* route = connections_.router.find(request, response);
    if (route == nullptr) co_return response;
    route_ = route->path;
    co_return co_await call(*route, request);
  }

  // An exception is a bug. It costs one request, and says nothing to the client but which one.
  Reply call(const Route& route, HttpRequest& request) {
    try {
      co_return co_await route.handler(request);
    } catch (const std::exception& failure) {
      log_failure(request_id_, failure.what());
    }
    co_return refusal(http::status::internal_server_error, fhir::IssueType::exception,
                      "the service failed; the log knows more under request " + request_id_);
  }

  Success write(const HttpResponse& response, bool keep_alive) {
    const auto& request = parser_->get();
    stream_.expires_after(limits().write);
    beast::error_code failed;
    if (request.method() == http::verb::head || response.status == http::status::no_content) {
      http::response<http::empty_body> message(response.status, request.version());
      set_headers(message, response, request_id_, keep_alive);
      const auto [error, bytes] = co_await http::async_write(stream_, message, as_tuple);
      failed = error;
    } else {
      http::response<http::span_body<const char>> message(response.status, request.version());
      message.body() = {response.body.data(), response.body.size()};
      set_headers(message, response, request_id_, keep_alive);
      const auto [error, bytes] = co_await http::async_write(stream_, message, as_tuple);
      failed = error;
    }
    log(response);
    co_return !failed;
  }

  Success refuse_unread(beast::error_code error) {
    if (!is_answerable(error)) co_return false;
    co_return co_await refuse(refusal_of(error));
  }

  // The rest of the request is unknown, so the connection ends; but not before the client could read why.
  Success refuse(HttpResponse refused) {
    route_ = "-";
    co_await write(refused, false);
    beast::error_code ignored;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    stream_.expires_after(limits().linger);
    for (std::size_t thrown_away = 0; thrown_away < limits().linger_bytes;) {
      buffer_.clear();
      const auto [end, bytes] =
          co_await stream_.async_read_some(buffer_.prepare(limits().read_buffer_bytes / 2), as_tuple);
      if (end) break;
      thrown_away += bytes;
    }
    co_return false;
  }

  void log(const HttpResponse& response) const {
    const auto duration = std::chrono::steady_clock::now() - start_;
    log_access({request_id_, parser_->get().method(), route_, static_cast<unsigned>(response.status),
                parser_->get().body().size(), response.body.size(),
                std::chrono::duration_cast<std::chrono::microseconds>(duration)});
  }

  Stream stream_;
  Connections& connections_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::string request_id_;
  std::string path_;
  std::string_view route_ = "-";
  std::chrono::steady_clock::time_point start_;
};

}  // namespace

Task serve_connection(Stream stream, Connections& connections) {
  Session session(std::move(stream), connections);
  co_await session.run();
}

}  // namespace server
