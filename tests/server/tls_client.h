// A TLS client for tests of the server's side: OpenSSL's own, blocking.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>

#include "tests/server/loopback.h"

namespace server_test {

class TlsClient {
 public:
  struct Choice {
    int lowest_version = TLS1_VERSION;
    int highest_version = TLS1_3_VERSION;
    std::string protocols;  // ALPN, each with its length in front; "" for none
    std::string certificate_file;
    std::string key_file;
  };

  explicit TlsClient(std::uint16_t port) : TlsClient(port, Choice()) {}
  TlsClient(std::uint16_t port, const Choice& choice)
      : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free), client_(port) {
    SSL_CTX_set_security_level(context_.get(), 0);  // or OpenSSL would not even ask for old versions
    SSL_CTX_set_min_proto_version(context_.get(), choice.lowest_version);
    SSL_CTX_set_max_proto_version(context_.get(), choice.highest_version);
    SSL_CTX_set_alpn_protos(context_.get(), reinterpret_cast<const unsigned char*>(choice.protocols.data()),
                            static_cast<unsigned>(choice.protocols.size()));
    if (!choice.certificate_file.empty()) {
      SSL_CTX_use_certificate_file(context_.get(), choice.certificate_file.c_str(), SSL_FILETYPE_PEM);
      SSL_CTX_use_PrivateKey_file(context_.get(), choice.key_file.c_str(), SSL_FILETYPE_PEM);
    }
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), client_.descriptor());
    is_connected_ = SSL_connect(ssl_.get()) == 1;
  }

  bool is_connected() const { return is_connected_; }
  SSL* native() { return ssl_.get(); }

  // Sends the bytes and reads until the server closes; "" if it has broken off.
  std::string ask(std::string_view bytes) {
    if (SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) <= 0) return "";
    std::string answer;
    char piece[4096];
    for (int got = 0; (got = SSL_read(ssl_.get(), piece, sizeof piece)) > 0;)
      answer.append(piece, static_cast<std::size_t>(got));
    has_ended_well_ = SSL_get_shutdown(ssl_.get()) == SSL_RECEIVED_SHUTDOWN;
    return answer;
  }
  // The server has said that nothing more will come: the answer is not cut short.
  bool has_ended_well() const { return has_ended_well_; }

 private:
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  server::LoopbackClient client_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, SSL_free};
  bool is_connected_ = false;
  bool has_ended_well_ = false;
};

}  // namespace server_test
