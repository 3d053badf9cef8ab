#include <openssl/x509v3.h>

#include <boost/asio/ssl/stream.hpp>
#include <vector>

#include "server/stream_connection.h"
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

// The first base, so that the context outlives the stream made of it, also if the certificate is replaced.
struct HoldsContext {
  std::shared_ptr<TlsContext> context;
};

class TlsConnection final : private HoldsContext, public StreamConnection<asio::ssl::stream<Stream>> {
 public:
  TlsConnection(Stream stream, std::shared_ptr<TlsContext> used)
      : HoldsContext{std::move(used)}, StreamConnection(std::move(stream), *context) {}

  Awaitable<bool> open() override {
    const auto [error] = co_await stream().async_handshake(asio::ssl::stream_base::server, as_tuple);
    if (error) co_return false;
    names_ = names_in_certificate(stream().native_handle());
    co_return true;
  }

  // Sends "close_notify", and waits for what comes in return: the other side's, or what it was still sending.
  Awaitable<void> end_writing() override {
    co_await stream().async_shutdown(as_tuple);
    shutdown_send();
  }

  std::span<const std::string> certificate_names() const override { return names_; }

 private:
  std::vector<std::string> names_;
};

}  // namespace

std::unique_ptr<Connection> tls_connection(Stream stream, TlsIdentity& identity) {
  return std::make_unique<TlsConnection>(std::move(stream), identity.current());
}

}  // namespace server
