#include <openssl/x509v3.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <utility>
#include <vector>

#include "server/connection.h"
#include "server/tls_identity.h"

namespace server {
namespace {

namespace asio = boost::asio;

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Names = std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)>;

// DNS names and URIs; a name with a zero byte in it is one thing to us and another to those who stop there.
void append_name(std::vector<std::string>& names, const GENERAL_NAME& name) {
  if (name.type != GEN_DNS && name.type != GEN_URI) return;
  const ASN1_IA5STRING* text = name.d.ia5;
  const auto* bytes = reinterpret_cast<const char*>(ASN1_STRING_get0_data(text));
  const std::string_view value(bytes, static_cast<std::size_t>(ASN1_STRING_length(text)));
  if (!value.empty() && value.find('\0') == std::string_view::npos) names.emplace_back(value);
}

// Only of a certificate that was verified: OpenSSL breaks the handshake off over every other.
std::vector<std::string> names_in_certificate(SSL* ssl) {
  std::vector<std::string> names;
  const Certificate certificate(SSL_get1_peer_certificate(ssl), X509_free);
  if (!certificate || SSL_get_verify_result(ssl) != X509_V_OK) return names;
  const Names alternatives(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate.get(), NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  for (int i = 0; i < sk_GENERAL_NAME_num(alternatives.get()); ++i)
    append_name(names, *sk_GENERAL_NAME_value(alternatives.get(), i));
  return names;
}

class TlsConnection final : public Connection {
 public:
  TlsConnection(Stream stream, std::shared_ptr<TlsContext> context)
      : context_(std::move(context)), stream_(std::move(stream), *context_) {}

  void set_deadline(SteadyTime when) override { stream_.next_layer().expires_at(when); }

  Awaitable<bool> open() override {
    const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, as_tuple);
    if (error) co_return false;
    names_ = names_in_certificate(stream_.native_handle());
    co_return true;
  }

  Awaitable<Received> read_some(std::span<char> into) override {
    const auto [error, bytes] = co_await stream_.async_read_some(asio::buffer(into.data(), into.size()), as_tuple);
    co_return Received{error, bytes};
  }

  Awaitable<boost::system::error_code> write(std::string_view head, std::string_view body) override {
    const std::array<asio::const_buffer, 2> both{asio::buffer(head), asio::buffer(body)};
    const auto [error, bytes] = co_await asio::async_write(stream_, both, as_tuple);
    co_return error;
  }

  // Sends "close_notify", and waits for what comes in return: the other side's, or what it was still sending.
  Awaitable<void> end_writing() override {
    co_await stream_.async_shutdown(as_tuple);
    boost::system::error_code ignored;
    stream_.next_layer().socket().shutdown(asio::socket_base::shutdown_send, ignored);
  }

  // What comes now is not worth being decrypted.
  Awaitable<std::size_t> drain_some() override { co_return co_await drain(stream_.next_layer()); }

  void cancel() override { stream_.next_layer().cancel(); }

  std::span<const std::string> certificate_names() const override { return names_; }

 private:
  std::shared_ptr<TlsContext> context_;  // outlives the stream made of it, also if the certificate is replaced
  asio::ssl::stream<Stream> stream_;
  std::vector<std::string> names_;
};

}  // namespace

std::unique_ptr<Connection> tls_connection(Stream stream, TlsIdentity& identity) {
  return std::make_unique<TlsConnection>(std::move(stream), identity.current());
}

}  // namespace server
