// A service with a few clients, and calls of it with tokens of a test's making.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "logged.h"
#include "run_coroutine.h"
#include "scratch_folder.h"
#include "server/client_auth.h"
#include "server/outbound.h"
#include "signed_tokens.h"

namespace server_test {

inline constexpr const char* public_url = "https://cds.example.org";

inline std::string number(server::WallTime time) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
}

// A request and what it refers to.
struct Call {
  server::HeaderFields headers;
  server::HttpRequest request;
  server::HttpRequest& ready() {
    request.headers = &headers;
    return request;
  }
};

class ClientAuthCase : public testing::Test {
 protected:
  struct Parts : server_test::TokenParts {
    void issued(server::WallTime time, std::chrono::seconds life) {
      claims["iat"] = number(time);
      claims["exp"] = number(time + life);
    }
  };

  ClientAuthCase() {
    folder_.write("ehr.json", jwk_set({public_jwk(ec(), "ec-1"), public_jwk(rsa(), "rsa-1")}));
    folder_.write("clinic.json", jwk_set({public_jwk(other_ec(), "ec-1")}));
    auto ehr = client_with_keys("https://ehr.example.org", "ehr.json");
    auto lab = std::make_shared<server::Client>();
    lab->name = "https://lab.example.net";
    lab->identity.certificate_names = {"gateway.lab.example.net"};
    list_ = {ehr, client_with_keys("https://clinic.example.com", "clinic.json"), lab};
    restart();
  }
  ~ClientAuthCase() override {
    keys_->close();
    for (const auto& keys : earlier_keys_) keys->close();
  }

  // Keys take long to make.
  static EVP_PKEY* ec() {
    static const auto key = ec_key();
    return key.get();
  }
  static EVP_PKEY* other_ec() {
    static const auto key = ec_key();
    return key.get();
  }

  // A new process with the same clients.
  void restart() {
    if (keys_) earlier_keys_.push_back(std::move(keys_));
    clients_ = std::make_shared<const server::Clients>(list_);
    keys_ = std::make_unique<server::ClientKeys>(loop_.get_executor(), limits_);
    memory_ = std::make_unique<server::ReplayMemoryOfProcess>([this] { return now_; }, limits_);
    auth_ = std::make_unique<server::ClientAuth>(
        clients_, public_url, *keys_, signatures_, *memory_, [this] { return now_; }, limits_);
    ASSERT_TRUE(keys_->load(*clients_).has_value());
  }
  template <class Change>
  void change_client(Change change) {
    auto changed = std::make_shared<server::Client>(*list_.front());
    change(*changed);
    list_.front() = changed;
    restart();
  }
  const server::ClientAuth& auth() const { return *auth_; }

  template <class Change>
  Parts parts(Change change) {
    Parts made = parts();
    change(made);
    return made;
  }
  // A good token's, of a number of its own.
  Parts parts() {
    Parts made;
    made.header = {{"alg", R"("ES384")"}, {"typ", R"("JWT")"}, {"kid", R"("ec-1")"}};
    made.claims = {{"iss", R"("https://ehr.example.org")"},
                   {"aud", R"("https://cds.example.org/cds-services/bone")"},
                   {"jti", "\"number-" + std::to_string(++count_) + "\""}};
    made.issued(now_, std::chrono::seconds(300));
    return made;
  }
  std::string token() { return parts().signed_by(ec()); }
  template <class Change>
  std::string token(Change change) {
    return parts(change).signed_by(ec());
  }

  static Call call() {
    Call made;
    made.request.method = server::http::verb::post;
    made.request.path = "/cds-services/bone";
    made.request.request_id = "r1";
    return made;
  }
  static Call call(const std::string& authorization) {
    Call made = call();
    made.headers.set(server::http::field::authorization, authorization);
    return made;
  }
  server::AuthResult<server::Clients::Pointer> authenticate(Call made) {
    return run_on(loop_, auth_->authenticate(made.ready()));
  }
  // Why it is refused; "" if it is admitted.
  std::string word(const Call& made) {
    const auto client = authenticate(made);
    return client ? "" : std::string(to_string(client.error()));
  }
  std::string outcome(const std::string& token) { return word(call("Bearer " + token)); }

  const ScratchFolder folder_;
  boost::asio::io_context loop_{1};
  server::WallTime now_{std::chrono::seconds(1'780'000'000)};
  server::IdentityLimits limits_;
  std::vector<server::Clients::Pointer> list_;
  std::shared_ptr<const server::Clients> clients_;
  std::unique_ptr<server::ClientKeys> keys_;
  std::unique_ptr<server::ReplayMemory> memory_;
  server::SignatureChecks signatures_{1, limits_.waiting_signatures};
  std::unique_ptr<server::ClientAuth> auth_;

 private:
  std::shared_ptr<server::Client> client_with_keys(const std::string& name, const std::string& file) const {
    auto client = std::make_shared<server::Client>();
    client->name = name;
    client->identity.key_set_file = folder_.path() / file;
    return client;
  }

  std::vector<std::unique_ptr<server::ClientKeys>> earlier_keys_;  // what the loop still has to do refers to them
  int count_ = 0;
};

}  // namespace server_test
