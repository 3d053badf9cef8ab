#include "server/outbound_connection.h"

#include <sys/socket.h>

#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/write.hpp>
#include <sstream>
#include <utility>

#include "server/response_reader.h"
#include "server/tls_trust.h"

namespace server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr unsigned http_1_1 = 11;

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

// Beast's own loop would do, but its templates over a TLS stream take minutes to compile.
template <class AnyStream>
Awaitable<std::optional<NoResponse>> read_response(AnyStream& stream, ResponseReader& reader) {
  while (!reader.is_done()) {
    const auto [error, bytes] = co_await stream.async_read_some(reader.room(), as_tuple);
    if (error && error != asio::error::eof) co_return reason_of(error);
    const auto fault = error ? reader.take_end() : reader.take(bytes);
    if (fault) co_return fault;
  }
  co_return std::nullopt;
}

template <class AnyStream>
Awaitable<OutboundConnection::Outcome> exchange_over(AnyStream& stream, const OutboundRequest& request,
                                                     const OutboundLimits& limits) {
  const std::string text = text_of(request);
  const auto [not_sent, sent] = co_await asio::async_write(stream, asio::buffer(text), as_tuple);
  if (not_sent) co_return OutboundConnection::Outcome{reason_of(not_sent), false, true};
  ResponseReader reader(limits);
  if (const auto fault = co_await read_response(stream, reader))
    co_return OutboundConnection::Outcome{*fault, false, reader.is_untouched()};
  const bool keeps_alive = reader.keeps_alive();
  co_return OutboundConnection::Outcome{reader.response(), keeps_alive, false};
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
