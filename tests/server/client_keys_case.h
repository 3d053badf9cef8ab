// A client that publishes what a test wants, and the keys that are got from it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <string>

#include "logged.h"
#include "run_coroutine.h"
#include "scripted_server.h"
#include "server/client_keys.h"
#include "signed_tokens.h"

namespace server_test {

// What a client publishes. Another thread reads it.
class Published {
 public:
  void set(std::string response) {
    const std::scoped_lock lock(mutex_);
    response_ = std::move(response);
  }
  std::string get() const {
    const std::scoped_lock lock(mutex_);
    return response_;
  }

 private:
  mutable std::mutex mutex_;
  std::string response_ = http_response(200, R"({"keys":[]})");
};

class ClientKeysCase : public testing::Test {
 protected:
  ~ClientKeysCase() override { keys_.close(); }

  static EVP_PKEY* pair() {
    static const auto key = ec_key();
    return key.get();
  }
  void publish(std::initializer_list<std::string> kids) {
    std::string set = R"({"keys":[)";
    for (const auto& kid : kids) set.append(set.back() == '[' ? "" : ",").append(public_jwk(pair(), kid));
    published_.set(http_response(200, set + "]}"));
  }
  std::shared_ptr<server::Client> client(const std::string& name = "https://ehr.example.org") const {
    auto client = std::make_shared<server::Client>();
    client->name = name;
    client->identity.key_set_url =
        server::KeySetUrl{*server::parse_url(ehr_.url("/jwks.json")), ehr_.url("/jwks.json")};
    return client;
  }
  server::KeyForToken key(const std::string& kid, server::Clients::Pointer of = nullptr) {
    return run_on(loop_, keys_.key_for(of ? of : client_, kid, server::JwsAlgorithm::es384));
  }
  bool knows(const std::string& kid) { return key(kid).key != nullptr; }
  // Lets a fetch in the background come to its end.
  void wait_for_fetches(std::size_t count) {
    for (int time = 0; time < 2000 && fetches() < count; ++time) loop_.run_one_for(std::chrono::milliseconds(5));
    loop_.run_for(std::chrono::milliseconds(50));
  }
  std::size_t fetches() const { return ehr_.requests().size(); }

  const Logged logged_;
  Published published_;
  ScriptedServer ehr_{[this](const std::string&) { return ScriptedServer::Answer{published_.get()}; }};
  boost::asio::io_context loop_{1};
  server::SteadyTime now_{std::chrono::hours(1)};
  server::IdentityLimits limits_;
  server::ClientKeys keys_{loop_.get_executor(), limits_, [this] { return now_; }};
  const server::Clients::Pointer client_ = client();
};

}  // namespace server_test
