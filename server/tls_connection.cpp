#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <boost/asio/ssl/stream.hpp>
#include <cassert>
#include <optional>
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

class TlsConnection final : private HoldsContext, public StreamConnection<asio::ssl::stream<Socket>> {
 public:
  TlsConnection(Socket socket, Deadlines& deadlines, std::shared_ptr<TlsContext> used)
      : HoldsContext{std::move(used)}, StreamConnection(deadlines, std::move(socket), *context) {}

  Awaitable<bool> open() override {
    const Deadlines::Wait wait = waiting();
    const auto [error] = co_await stream().async_handshake(asio::ssl::stream_base::server, as_tuple);
    if (error) co_return false;
    names_ = names_in_certificate(stream().native_handle());
    co_return true;
  }

  // Only a byte tells that there is one: what the socket has may be no more than a part of a record.
  Awaitable<boost::system::error_code> wait() override {
    if (first_) co_return boost::system::error_code();
    if (is_late()) co_return asio::error::timed_out;
    const Deadlines::Wait wait = waiting();
    const auto [error, bytes] = co_await stream().async_read_some(asio::buffer(&byte_, 1), as_tuple);
    if (bytes == 1) first_ = byte_;
    co_return error;
  }

  bool sleep(std::shared_ptr<Sleeper> sleeper) override {
    assert(!first_);  // who has waited reads
    if (is_late()) return false;
    stream().async_read_some(asio::buffer(&byte_, 1), [this, wake = begin_sleep(std::move(sleeper))](
                                                          boost::system::error_code error, std::size_t bytes) mutable {
      if (bytes == 1) first_ = byte_;
      wake(error);
    });
    return true;
  }

  // That byte, and what OpenSSL has decrypted with it.
  Received read(std::span<char> into) override {
    if (!first_) return {};
    into.front() = *std::exchange(first_, std::nullopt);
    SSL* const ssl = stream().native_handle();
    const auto more = std::min(into.size() - 1, static_cast<std::size_t>(SSL_pending(ssl)));
    std::size_t bytes = 0;
    if (more > 0 && SSL_read_ex(ssl, &into[1], more, &bytes) != 1) ERR_clear_error();
    return {{}, bytes + 1};
  }

  std::size_t write_now(std::string_view, std::string_view) override { return 0; }

  // Sends "close_notify", and waits for what comes in return: the other side's, or what it was still sending.
  Awaitable<void> end_writing() override {
    if (!is_late()) {
      const Deadlines::Wait wait = waiting();
      co_await stream().async_shutdown(as_tuple);
    }
    shutdown_send();
  }

  std::span<const std::string> certificate_names() const override { return names_; }

 private:
  std::vector<std::string> names_;
  char byte_ = 0;              // read while somebody waits
  std::optional<char> first_;  // of what is to be read
};

}  // namespace

std::unique_ptr<Connection> tls_connection(Socket socket, Deadlines& deadlines, TlsIdentity& identity) {
  return std::make_unique<TlsConnection>(std::move(socket), deadlines, identity.current());
}

}  // namespace server
