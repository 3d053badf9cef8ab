#include "server/tls_trust.h"

#include <openssl/ssl.h>

namespace server {

namespace ssl = boost::asio::ssl;

TlsTrust::TlsTrust() : context_(ssl::context::tls_client) {
  context_.set_verify_mode(ssl::verify_peer);
  SSL_CTX_set_min_proto_version(context_.native_handle(), TLS1_2_VERSION);
  // A connection that waits for its next use keeps no buffers.
  SSL_CTX_set_mode(context_.native_handle(), SSL_MODE_RELEASE_BUFFERS);
}

fhir::Result<std::shared_ptr<TlsTrust>> TlsTrust::load(const std::filesystem::path& ca_file) {
  std::shared_ptr<TlsTrust> trust(new TlsTrust);
  trust->is_of_system_ = ca_file.empty();
  boost::system::error_code error;
  if (!ca_file.empty()) trust->context_.load_verify_file(ca_file.string(), error);
  if (error)
    return fhir::issue(fhir::IssueType::value,
                       ca_file.string() + ": no certificates of authorities can be read from it");
  return trust;
}

// Where the system has none, nobody is believed: each connection tells so.
ssl::context& TlsTrust::context() {
  if (is_of_system_)
    std::call_once(read_, [this] {
      boost::system::error_code ignored;
      context_.set_default_verify_paths(ignored);
    });
  return context_;
}

std::shared_ptr<TlsTrust> TlsTrust::without_verification() {
  std::shared_ptr<TlsTrust> trust(new TlsTrust);
  trust->context_.set_verify_mode(ssl::verify_none);
  return trust;
}

}  // namespace server
