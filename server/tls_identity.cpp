#include "server/tls_identity.h"

#include <openssl/ssl.h>
#include <sys/stat.h>

#include <string_view>
#include <utility>

#include "server/secret_file.h"

namespace server {
namespace {

namespace ssl = boost::asio::ssl;
using fhir::IssueType;
using fhir::Result;

// Forward secrecy and authenticated encryption only (RFC 9325 section 4.2). The suites of TLS 1.3 are all of this kind.
constexpr const char* tls_1_2_suites = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr const char* groups = "X25519:P-256:P-384";
// Sessions of one context are resumed by itself alone.
constexpr std::string_view session_context = "bone-health-cds";
constexpr std::size_t longest_pem_bytes = 256 * 1024;

fhir::Issue wrong(const std::filesystem::path& file, std::string_view what) {
  return fhir::issue(IssueType::value, file.string() + ": " + std::string(what));
}

// HTTP/1.1 is all that is spoken. Clients that offer something else alone are told so (RFC 7301 section 3.2).
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* offered,
                    unsigned int offered_length, void*) {
  constexpr std::string_view ours = "\x08http/1.1";
  const auto* wanted = reinterpret_cast<const unsigned char*>(ours.data());
  unsigned char* match = nullptr;
  if (SSL_select_next_proto(&match, length, wanted, static_cast<unsigned>(ours.size()), offered, offered_length) !=
      OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *chosen = match;
  return SSL_TLSEXT_ERR_OK;
}

bool restrict_protocol(SSL_CTX* context) {
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                   SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);  // a connection that waits keeps no buffers
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  const auto* id = reinterpret_cast<const unsigned char*>(session_context.data());
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_cipher_list(context, tls_1_2_suites) == 1 && SSL_CTX_set1_groups_list(context, groups) == 1 &&
         SSL_CTX_set_session_id_context(context, id, static_cast<unsigned>(session_context.size())) == 1;
}

Result<void> use_certificate(TlsContext& context, const TlsFiles& files) {
  boost::system::error_code error;
  context.use_certificate_chain_file(files.certificate.string(), error);
  if (error) return wrong(files.certificate, "no certificate in PEM can be read from it");
  auto key = read_secret_file(files.key, longest_pem_bytes);
  if (!key) return fhir::issue(key.error().code, files.key.string() + " " + key.error().diagnostics);
  // Nobody is asked for a passphrase: there is nobody.
  context.set_password_callback([](std::size_t, ssl::context::password_purpose) { return std::string(); });
  context.use_private_key(boost::asio::buffer(*key), ssl::context::pem, error);
  OPENSSL_cleanse(key->data(), key->size());
  // OpenSSL refuses a key whose public half is not that of the certificate.
  if (error) return wrong(files.key, "no private key in PEM that belongs to the certificate can be read from it");
  return {};
}

// Clients without a certificate get in as far as HTTP: whether they need one is told by the clients file.
Result<void> ask_for_certificates(TlsContext& context, const std::filesystem::path& authorities) {
  if (authorities.empty()) return {};
  boost::system::error_code error;
  context.load_verify_file(authorities.string(), error);
  auto* names = error ? nullptr : SSL_load_client_CA_file(authorities.c_str());
  if (names == nullptr) return wrong(authorities, "no certificates of authorities can be read from it");
  SSL_CTX_set_client_CA_list(context.native_handle(), names);
  // A session that is resumed is not verified again: it would outlive the certificate that it began with.
  SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_TICKET);
  SSL_CTX_set_num_tickets(context.native_handle(), 0);
  SSL_CTX_set_session_cache_mode(context.native_handle(), SSL_SESS_CACHE_OFF);
  context.set_verify_mode(ssl::verify_peer);
  return {};
}

Result<std::shared_ptr<TlsContext>> context_of(const TlsFiles& files) {
  auto context = std::make_shared<TlsContext>(ssl::context::tls_server);
  if (!restrict_protocol(context->native_handle()))
    return fhir::issue(IssueType::exception, "OpenSSL does not know what TLS is restricted to");
  if (const auto used = use_certificate(*context, files); !used) return used.error();
  if (const auto asked = ask_for_certificates(*context, files.client_ca); !asked) return asked.error();
  return context;
}

}  // namespace

Result<std::unique_ptr<TlsIdentity>> TlsIdentity::load(TlsFiles files) {
  std::unique_ptr<TlsIdentity> identity(new TlsIdentity(std::move(files)));
  if (const auto read = identity->refresh(); !read) return read.error();
  return identity;
}

std::shared_ptr<TlsContext> TlsIdentity::current() const {
  const std::lock_guard lock(mutex_);
  return context_;
}

TlsIdentity::State TlsIdentity::state_of_files() const {
  State state{};
  const std::array<const std::filesystem::path*, 3> paths{&files_.certificate, &files_.key, &files_.client_ca};
  for (std::size_t i = 0; i < state.size(); ++i) state[i] = state_of(*paths[i]);
  return state;
}

TlsIdentity::FileState TlsIdentity::state_of(const std::filesystem::path& file) {
  constexpr std::int64_t nanoseconds = 1'000'000'000;
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return {-1, 0, 0, 0};
  return {static_cast<std::int64_t>(status.st_ino), status.st_size,
          status.st_mtim.tv_sec * nanoseconds + status.st_mtim.tv_nsec,
          status.st_ctim.tv_sec * nanoseconds + status.st_ctim.tv_nsec};
}

Result<bool> TlsIdentity::refresh() {
  const State state = state_of_files();
  if (state == seen_) return false;
  seen_ = state;
  auto context = context_of(files_);
  if (!context) return context.error();
  const std::lock_guard lock(mutex_);
  context_ = std::move(*context);
  return true;
}

}  // namespace server
