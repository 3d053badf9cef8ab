#include "server/outbound_connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <sstream>
#include <utility>

#include "server/gunzip.h"
#include "server/tls_trust.h"

namespace server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Parser = http::response_parser<http::string_body>;

constexpr unsigned http_1_1 = 11;
constexpr int most_interim_responses = 3;

NoResponse reason_of(const beast::error_code& error) {
  if (error == beast::error::timeout) return NoResponse::timeout;
  if (error == http::error::body_limit || error == http::error::header_limit || error == http::error::buffer_overflow)
    return NoResponse::too_large;
  if (error == http::error::end_of_stream || error == http::error::partial_message) return NoResponse::unreachable;
  const bool is_http = error.category() == make_error_code(http::error::bad_method).category();
  return is_http ? NoResponse::garbled : NoResponse::unreachable;
}

// The bytes of the request.
std::string text_of(const OutboundRequest& request) {
  http::request_header<> header;
  header.version(http_1_1);
  header.method(request.method);
  header.target(request.url.target());
  header.set(http::field::host, request.url.origin.authority());
  header.set(http::field::user_agent, "bone-health-cds");
  header.set(http::field::accept, request.accept);
  header.set(http::field::accept_encoding, "gzip");
  if (!request.authorization.empty()) header.set(http::field::authorization, request.authorization);
  if (!request.traceparent.empty()) header.set("traceparent", request.traceparent);
  if (!request.request_id.empty()) header.set("X-Request-Id", request.request_id);
  if (!request.content_type.empty()) {
    header.set(http::field::content_type, request.content_type);
    header.set(http::field::content_length, std::to_string(request.body.size()));
  }
  std::ostringstream text;
  text << header << request.body;
  return text.str();
}

OutboundResult<OutboundResponse> response_of(Parser& parser, const OutboundLimits& limits) {
  auto& message = parser.get();
  OutboundResponse response{message.result_int(), std::move(message.body()),
                            std::string(message[http::field::retry_after])};
  const auto encoding = message[http::field::content_encoding];
  if (encoding.empty() || beast::iequals(encoding, "identity") || response.body.empty()) return response;
  if (!beast::iequals(encoding, "gzip") && !beast::iequals(encoding, "x-gzip")) return NoResponse::garbled;
  auto text = gunzip(response.body, limits.response_bytes);
  if (!text) return text.error();
  response.body = std::move(*text);
  return response;
}

// Reads up to the end of the response. Beast's own loop would do, but its templates over a TLS stream take minutes to
// compile.
template <class AnyStream>
Awaitable<beast::error_code> read_response(AnyStream& stream, beast::flat_buffer& buffer, Parser& parser,
                                           std::size_t piece) {
  beast::error_code error;
  // What came behind an interim response may be the whole answer already.
  if (buffer.size() > 0) {
    buffer.consume(parser.put(buffer.data(), error));
    if (error && error != http::error::need_more) co_return error;
  }
  while (!parser.is_done()) {
    if (buffer.size() >= buffer.max_size()) co_return http::error::buffer_overflow;
    const auto [end, bytes] =
        co_await stream.async_read_some(buffer.prepare(std::min(piece, buffer.max_size() - buffer.size())), as_tuple);
    buffer.commit(bytes);
    if (end == asio::error::eof) {
      if (!parser.got_some()) co_return http::error::end_of_stream;
      parser.put_eof(error);
      co_return error;
    }
    if (end) co_return end;
    buffer.consume(parser.put(buffer.data(), error));
    if (error && error != http::error::need_more) co_return error;
  }
  co_return beast::error_code();
}

bool is_interim(const Parser& parser) { return parser.is_header_done() && parser.get().result_int() / 100 == 1; }

template <class AnyStream>
Awaitable<OutboundConnection::Outcome> exchange_over(AnyStream& stream, const OutboundRequest& request,
                                                     const OutboundLimits& limits) {
  const std::string text = text_of(request);
  beast::flat_buffer buffer(limits.read_buffer_bytes);
  const auto [not_sent, sent] = co_await asio::async_write(stream, asio::buffer(text), as_tuple);
  if (not_sent) co_return OutboundConnection::Outcome{reason_of(not_sent), false, true};
  // An interim response (RFC 9110 section 15.2) is not the answer; whoever took it for one would take each answer for
  // that of the next question.
  for (int interim = 0; interim <= most_interim_responses; ++interim) {
    Parser parser;
    parser.eager(true);
    parser.header_limit(limits.header_bytes);
    parser.body_limit(limits.response_bytes);
    const auto not_read = co_await read_response(stream, buffer, parser, limits.read_buffer_bytes / 2);
    if (not_read) co_return OutboundConnection::Outcome{reason_of(not_read), false, interim == 0 && !parser.got_some()};
    if (is_interim(parser)) continue;
    const bool keeps_alive = parser.keep_alive() && buffer.size() == 0;
    co_return OutboundConnection::Outcome{response_of(parser, limits), keeps_alive, false};
  }
  co_return OutboundConnection::Outcome{NoResponse::garbled, false, false};
}

}  // namespace

OutboundConnection::OutboundConnection(Executor executor, const Origin& origin, const Trust& trust,
                                       const OutboundLimits& limits)
    : origin_(origin), limits_(limits), trust_(trust.tls) {
  if (origin.tls)
    stream_.emplace<TlsStream>(Stream(executor), trust_->context());
  else
    stream_.emplace<Stream>(executor);
}

OutboundConnection::~OutboundConnection() {
  // OpenSSL takes a session for broken, and never resumes it, if its connection ends without this.
  if (auto* tls = std::get_if<TlsStream>(&stream_))
    SSL_set_shutdown(tls->native_handle(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

Awaitable<std::optional<NoResponse>> OutboundConnection::open(Endpoints endpoints, TlsSession session,
                                                              SteadyTime deadline) {
  auto* tls = std::get_if<TlsStream>(&stream_);
  Stream& tcp = tls != nullptr ? tls->next_layer() : std::get<Stream>(stream_);
  tcp.expires_at(deadline);
  const auto [not_connected, endpoint] = co_await tcp.async_connect(endpoints, as_tuple);
  if (not_connected) co_return reason_of(not_connected);
  beast::error_code ignored;
  tcp.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  if (tls == nullptr) co_return std::nullopt;

  SSL* ssl = tls->native_handle();
  // RFC 6066 section 3: a name is told to the server, an address is not.
  if (!origin_.is_ip_address()) SSL_set_tlsext_host_name(ssl, origin_.host.c_str());
  tls->set_verify_callback(asio::ssl::host_name_verification(origin_.host));
  if (session) SSL_set_session(ssl, session.get());
  const auto [not_trusted] = co_await tls->async_handshake(asio::ssl::stream_base::client, as_tuple);
  if (not_trusted) co_return reason_of(not_trusted);
  co_return std::nullopt;
}

Awaitable<OutboundConnection::Outcome> OutboundConnection::exchange(const OutboundRequest& request,
                                                                    SteadyTime deadline) {
  if (auto* tls = std::get_if<TlsStream>(&stream_)) {
    tls->next_layer().expires_at(deadline);
    co_return co_await exchange_over(*tls, request, limits_);
  }
  auto& tcp = std::get<Stream>(stream_);
  tcp.expires_at(deadline);
  co_return co_await exchange_over(tcp, request, limits_);
}

bool OutboundConnection::is_quiet() {
  auto* tls = std::get_if<TlsStream>(&stream_);
  // What was decrypted, or received but not decrypted yet, is no longer in the socket.
  if (tls != nullptr &&
      (SSL_has_pending(tls->native_handle()) == 1 || BIO_pending(SSL_get_rbio(tls->native_handle())) > 0))
    return false;
  auto& socket = (tls != nullptr ? tls->next_layer() : std::get<Stream>(stream_)).socket();
  char byte = 0;
  const auto got = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

TlsSession OutboundConnection::session() {
  auto* tls = std::get_if<TlsStream>(&stream_);
  SSL_SESSION* session = tls != nullptr ? SSL_get1_session(tls->native_handle()) : nullptr;
  if (session == nullptr) return nullptr;
  if (SSL_SESSION_is_resumable(session) == 1) return TlsSession(session, SSL_SESSION_free);
  SSL_SESSION_free(session);
  return nullptr;
}

}  // namespace server
