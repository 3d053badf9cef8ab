// The server's side of TLS: what is spoken, whose certificates are shown and asked for, and how they are renewed.
#include "server/tls_identity.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/server/scratch_folder.h"
#include "tests/server/signing_keys.h"
#include "tests/server/tls_client.h"

namespace server {
namespace {

using server_test::certificate_pem;
using server_test::ec_key;
using server_test::private_pem;
using server_test::ScratchFolder;
using server_test::TlsClient;

constexpr std::string_view get_hello = "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

// Tells the names that the session has found in the client's certificate.
Reply tell_names(HttpRequest& request) {
  HttpResponse response;
  for (const auto& name : request.certificate_names) response.body.append(name).append(";");
  co_return response;
}

class TlsIdentityTest : public ::testing::Test {
 protected:
  void SetUp() override {
    renew();
    folder_.write("client.pem",
                  certificate_pem(client_key_.get(), "DNS:ehr.example.org,URI:https://ehr.example.org/id"));
    folder_.write("client.key", private_pem(client_key_.get()));
  }

  void write_key(EVP_PKEY* key, const char* passphrase = nullptr) {
    std::filesystem::permissions(folder_.write("server.key", private_pem(key, passphrase)),
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }

  // A new key and certificate of the server's; some time later than the last ones.
  void renew() {
    key_ = ec_key();
    folder_.write("server.pem", certificate_pem(key_.get()));
    write_key(key_.get());
    renewed_ += std::chrono::seconds(1);
    std::filesystem::last_write_time(files_.certificate, renewed_);
  }

  std::unique_ptr<TlsIdentity> load() {
    auto identity = TlsIdentity::load(files_);
    EXPECT_TRUE(identity.has_value()) << identity.error().diagnostics;
    return std::move(*identity);
  }

  Site site() const {
    Site site;
    site.router = sample_router();
    site.router.add(http::verb::get, "/names", Body::none, tell_names);
    return site;
  }

  bool shows_our_key(TlsClient& client) const {
    const std::unique_ptr<X509, decltype(&X509_free)> shown(SSL_get1_peer_certificate(client.native()), X509_free);
    return EVP_PKEY_eq(X509_get0_pubkey(shown.get()), key_.get()) == 1;
  }

  ScratchFolder folder_;
  TlsFiles files_{folder_.path() / "server.pem", folder_.path() / "server.key", ""};
  std::filesystem::file_time_type renewed_ = std::filesystem::file_time_type::clock::now();
  server_test::KeyPair key_ = ec_key();
  server_test::KeyPair client_key_ = ec_key();
};

TEST_F(TlsIdentityTest, ServesOverTlsAndSaysWhenItEnds) {
  const auto identity = load();
  const RunningServer server(site(), {1, {}, identity.get()});
  TlsClient client(server.port());
  const std::string answer = client.ask(get_hello);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("hello")) << answer;
  EXPECT_NE(std::string::npos, answer.find("\r\nStrict-Transport-Security: max-age=")) << answer;
  EXPECT_TRUE(client.has_ended_well());
}

TEST_F(TlsIdentityTest, SpeaksVersions12And13Only) {
  const auto identity = load();
  const RunningServer server(site(), {1, {}, identity.get()});
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION, TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsClient client(server.port(), {version, version, "", "", ""});
    EXPECT_EQ(version >= TLS1_2_VERSION, client.is_connected()) << version;
  }
}

TEST_F(TlsIdentityTest, SpeaksHttp11Only) {
  const auto identity = load();
  const RunningServer server(site(), {1, {}, identity.get()});
  EXPECT_TRUE(TlsClient(server.port(), {TLS1_2_VERSION, TLS1_3_VERSION, "\x02h2\x08http/1.1", "", ""}).is_connected());
  EXPECT_FALSE(TlsClient(server.port(), {TLS1_2_VERSION, TLS1_3_VERSION, "\x02h2", "", ""}).is_connected());
}

TEST_F(TlsIdentityTest, DoesNotNegotiateAnew) {
  const auto identity = load();
  const RunningServer server(site(), {1, {}, identity.get()});
  TlsClient client(server.port(), {TLS1_2_VERSION, TLS1_2_VERSION, "", "", ""});
  ASSERT_TRUE(client.is_connected());
  EXPECT_FALSE(SSL_renegotiate(client.native()) == 1 && SSL_do_handshake(client.native()) == 1);
}

TEST_F(TlsIdentityTest, PlainHttpOnItsPortHarmsNobody) {
  const auto identity = load();
  const RunningServer server(site(), {1, {}, identity.get()});
  EXPECT_FALSE(ask(server, get_hello).starts_with("HTTP/"));
  EXPECT_TRUE(TlsClient(server.port()).ask(get_hello).ends_with("hello"));
}

TEST_F(TlsIdentityTest, AHandshakeHasItsTime) {
  const auto identity = load();
  HttpLimits limits;
  limits.handshake = std::chrono::milliseconds(5);
  const RunningServer server(site(), {1, limits, identity.get()});
  LoopbackClient client(server.port());
  client.send("\x16\x03\x01");
  EXPECT_EQ("", client.read_to_end());
}

TEST_F(TlsIdentityTest, TellsTheNamesOfAVerifiedCertificate) {
  files_.client_ca = folder_.path() / "client.pem";
  const auto identity = load();
  const RunningServer server(site(), {1, {}, identity.get()});
  const std::string get_names = "GET /names HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  const auto asked_with = [&](const std::string& name) {
    const std::string certificate = name.empty() ? "" : folder_.path() / (name + ".pem");
    TlsClient client(server.port(),
                     {TLS1_2_VERSION, TLS1_3_VERSION, "", certificate, folder_.path() / (name + ".key")});
    return client.ask(get_names);
  };
  EXPECT_TRUE(asked_with("client").ends_with("\r\n\r\nehr.example.org;https://ehr.example.org/id;"));
  EXPECT_TRUE(asked_with("").ends_with("\r\n\r\n"));
  EXPECT_EQ("", asked_with("server"));  // nobody vouches for it
}

TEST_F(TlsIdentityTest, IsRenewedWithoutARestart) {
  const auto identity = load();
  const RunningServer server(site(), {1, {}, identity.get()});
  TlsClient before(server.port());
  ASSERT_TRUE(shows_our_key(before));
  EXPECT_FALSE(*identity->refresh());
  renew();
  EXPECT_TRUE(*identity->refresh());
  TlsClient after(server.port());
  EXPECT_TRUE(shows_our_key(after));
  EXPECT_TRUE(before.ask(get_hello).ends_with("hello"));
}

TEST_F(TlsIdentityTest, ABadRenewalChangesNothingAndIsToldOnce) {
  const auto identity = load();
  const RunningServer server(site(), {1, {}, identity.get()});
  write_key(ec_key().get());
  std::filesystem::last_write_time(files_.key, renewed_ + std::chrono::seconds(5));
  EXPECT_TRUE(identity->refresh().has_error());
  EXPECT_FALSE(*identity->refresh());
  TlsClient client(server.port());
  EXPECT_TRUE(shows_our_key(client));
}

TEST_F(TlsIdentityTest, ARightsMistakeThatIsMendedIsNoticed) {
  const auto identity = load();
  renew();
  std::filesystem::permissions(files_.key, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
  EXPECT_EQ(fhir::IssueType::security, identity->refresh().error().code);
  std::filesystem::permissions(files_.key, std::filesystem::perms::others_read, std::filesystem::perm_options::remove);
  EXPECT_TRUE(*identity->refresh());
}

// Nobody looks at the certificate of a session that is resumed, which may have expired.
TEST_F(TlsIdentityTest, ResumesNoSessionThatACertificateBegan) {
  for (const bool asks : {false, true}) {
    files_.client_ca = asks ? folder_.path() / "client.pem" : std::filesystem::path();
    const auto identity = load();
    const RunningServer server(site(), {1, {}, identity.get()});
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
      TlsClient client(server.port(),
                       {version, version, "", folder_.path() / "client.pem", folder_.path() / "client.key"});
      ASSERT_TRUE(client.ask(get_hello).ends_with("hello"));
      EXPECT_EQ(asks ? 0 : 1, SSL_SESSION_is_resumable(SSL_get_session(client.native()))) << version;
    }
  }
}

TEST_F(TlsIdentityTest, RefusesFilesThatAreWrong) {
  const auto refusal = [](const TlsFiles& files) { return TlsIdentity::load(files).error().diagnostics; };
  TlsFiles files = files_;
  files.certificate = files_.key;
  EXPECT_NE(std::string::npos, refusal(files).find("no certificate")) << refusal(files);
  files = files_;
  files.key = folder_.path() / "client.key";
  std::filesystem::permissions(files.key, std::filesystem::perms::owner_read);
  EXPECT_NE(std::string::npos, refusal(files).find("belongs to the certificate")) << refusal(files);
  write_key(key_.get(), "secret");
  EXPECT_NE(std::string::npos, refusal(files_).find("belongs to the certificate")) << refusal(files_);
  write_key(key_.get());
  files = files_;
  files.client_ca = folder_.path() / "none.pem";
  EXPECT_NE(std::string::npos, refusal(files).find("none.pem")) << refusal(files);
  std::filesystem::permissions(files_.key, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
  EXPECT_EQ(fhir::IssueType::security, TlsIdentity::load(files_).error().code);
}

}  // namespace
}  // namespace server
