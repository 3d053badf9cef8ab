#include "server/client_auth.h"

#include <gtest/gtest.h>

#include <atomic>
#include <list>
#include <thread>

#include "client_auth_case.h"

namespace {

using namespace std::chrono_literals;
using namespace server_test;

TEST_F(ClientAuthCase, admits_a_client_and_says_which) {
  const auto client = authenticate(call("Bearer " + token()));
  ASSERT_TRUE(client.has_value()) << to_string(client.error());
  EXPECT_EQ((*client)->name, "https://ehr.example.org");
}

TEST_F(ClientAuthCase, admits_by_the_algorithms_of_the_client_alone) {
  EXPECT_EQ(outcome(parts([](Parts& it) {
                      it.header["alg"] = R"("RS384")";
                      it.header["kid"] = R"("rsa-1")";
                    }).signed_by(rsa(), "RS384")),
            "");
  for (const char* algorithm : {"RS256", "PS384"}) {
    const auto other = parts([&](Parts& it) {
      it.header["alg"] = std::string("\"").append(algorithm).append("\"");
      it.header["kid"] = R"("rsa-1")";
    });
    EXPECT_EQ(outcome(other.signed_by(rsa(), algorithm)), "wrong-algorithm") << algorithm;
  }
  change_client([](server::Client& client) {
    client.identity.algorithms = {server::JwsAlgorithm::ps384, server::JwsAlgorithm::rs256};
  });
  const auto other = parts([&](Parts& it) {
    it.header["alg"] = R"("RS256")";
    it.header["kid"] = R"("rsa-1")";
  });
  EXPECT_EQ(outcome(other.signed_by(rsa(), "RS256")), "");
  EXPECT_EQ(outcome(token()), "wrong-algorithm");
}

// Row 27.
TEST_F(ClientAuthCase, reads_one_Authorization_header_of_scheme_Bearer) {
  for (const char* scheme : {"Bearer ", "bearer ", "BEARER ", "bEaReR   "})
    EXPECT_EQ(word(call(scheme + token())), "") << scheme;
  EXPECT_EQ(word(call()), "no-authorization");
  for (const char* value : {"", "Bearer", "Bearer ", "Basic YTpi", "Bearer:x", "Bearerx y", "DPoP x"})
    EXPECT_EQ(word(call(value)), "not-bearer") << value;
  EXPECT_EQ(word(call(token())), "not-bearer");
  EXPECT_EQ(word(call("Bearer null")), "malformed-token");
  EXPECT_EQ(word(call("Bearer " + token() + ", Bearer " + token())), "malformed-token");
  EXPECT_EQ(word(call("Bearer \t" + token())), "malformed-token");
  Call twice = call("Bearer " + token());
  twice.headers.insert(server::http::field::authorization, "Bearer " + token());
  EXPECT_EQ(word(twice), "several-authorizations");
}

TEST_F(ClientAuthCase, passes_over_a_token_elsewhere) {
  Call elsewhere = call();
  const std::string query = "access_token=" + token();
  elsewhere.request.query = query;
  elsewhere.headers.set("X-Authorization", "Bearer " + token());
  elsewhere.headers.set("Proxy-Authorization", "Bearer " + token());
  EXPECT_EQ(word(elsewhere), "no-authorization");
}

// R216.
TEST_F(ClientAuthCase, admits_to_the_endpoint_that_the_token_is_for) {
  const auto for_audience = [this](const std::string& audience) {
    return outcome(token([&](Parts& it) { it.claims["aud"] = audience; }));
  };
  EXPECT_EQ(for_audience(R"("https://cds.example.org/cds-services/bone")"), "");
  EXPECT_EQ(for_audience(R"(["https://other.example.org", "https://cds.example.org/cds-services/bone"])"), "");
  for (const char* other :
       {R"("https://cds.example.org/cds-services/bone/")", R"("https://cds.example.org/cds-services")",
        R"("https://cds.example.org/cds-services/other")", R"("https://cds.example.org")",
        R"("http://cds.example.org/cds-services/bone")", R"("https://CDS.example.org/cds-services/bone")",
        R"("https://cds.example.org:443/cds-services/bone")", R"("https://other.example.org/cds-services/bone")",
        R"("https://cds.example.org/cds-services/bone?a=b")", R"("https://cds.example.org/cds-services/bone ")",
        R"("/cds-services/bone")", R"("*")", R"("")", R"(["https://cds.example.org/cds-services"])"})
    EXPECT_EQ(for_audience(other), "wrong-audience") << other;
  Call discovery = call("Bearer " + token());
  discovery.request.path = "/cds-services";
  EXPECT_EQ(word(discovery), "wrong-audience");
}

TEST_F(ClientAuthCase, never_takes_its_own_address_from_the_request) {
  Call other =
      call("Bearer " + token([](Parts& it) { it.claims["aud"] = R"("https://evil.example.org/cds-services/bone")"; }));
  other.headers.set(server::http::field::host, "evil.example.org");
  other.headers.set("X-Forwarded-Host", "evil.example.org");
  EXPECT_EQ(word(other), "wrong-audience");
}

// Rows 23 and 25: the clock differs by half a minute, or by five.
TEST_F(ClientAuthCase, bears_clocks_that_differ_a_little) {
  for (const auto difference : {-60s, -30s, 0s, 30s, 59s}) {
    const auto time = now_ + difference;
    EXPECT_EQ(outcome(token([&](Parts& it) { it.issued(time, 300s); })), "") << difference.count();
    EXPECT_EQ(outcome(token([&](Parts& it) { it.issued(time - 300s, 300s); })), difference <= -60s ? "expired" : "")
        << difference.count();
  }
  EXPECT_EQ(outcome(token([&](Parts& it) { it.issued(now_ + 61s, 300s); })), "not-yet-valid");
  EXPECT_EQ(outcome(token([&](Parts& it) { it.issued(now_ + 5min, 300s); })), "not-yet-valid");
  EXPECT_EQ(outcome(token([&](Parts& it) { it.issued(now_ - 10min, 300s); })), "expired");
  EXPECT_EQ(outcome(token([&](Parts& it) { it.claims["exp"] = "0"; })), "expired");
  EXPECT_EQ(outcome(token([&](Parts& it) { it.claims["iat"] = "0"; })), "lifetime-too-long");
}

TEST_F(ClientAuthCase, honours_nbf) {
  const auto not_before = [this](std::chrono::seconds difference) {
    return outcome(token([&](Parts& it) { it.claims["nbf"] = number(now_ + difference); }));
  };
  EXPECT_EQ(not_before(-1h), "");
  EXPECT_EQ(not_before(60s), "");
  EXPECT_EQ(not_before(61s), "not-yet-valid");
}

TEST_F(ClientAuthCase, bounds_the_life_of_a_token) {
  const auto living = [this](std::chrono::seconds life) {
    return outcome(token([&](Parts& it) { it.issued(now_ - 10s, life); }));
  };
  EXPECT_EQ(living(300s), "");
  EXPECT_EQ(living(301s), "lifetime-too-long");
  EXPECT_EQ(living(24h * 365), "lifetime-too-long");
  EXPECT_EQ(living(0s), "lifetime-too-long");
  EXPECT_EQ(living(-1s), "lifetime-too-long");
  change_client([](server::Client& client) { client.identity.longest_token_life = 900s; });
  EXPECT_EQ(living(900s), "");
  EXPECT_EQ(living(901s), "lifetime-too-long");
}

TEST_F(ClientAuthCase, reads_times_with_a_fraction) {
  EXPECT_EQ(outcome(token([&](Parts& it) {
              it.claims["iat"] += ".25";
              it.claims["exp"] += ".125";
            })),
            "");
}

TEST_F(ClientAuthCase, asks_for_the_tenant_that_is_configured) {
  const auto of_tenant = [this](const char* tenant) {
    return outcome(token([&](Parts& it) {
      if (tenant != nullptr) it.claims["tenant"] = tenant;
    }));
  };
  EXPECT_EQ(of_tenant(R"("anything")"), "");
  change_client([](server::Client& client) { client.identity.tenant = "north"; });
  EXPECT_EQ(of_tenant(R"("north")"), "");
  for (const char* other : {R"("south")", R"("North")", R"("")", static_cast<const char*>(nullptr)})
    EXPECT_EQ(of_tenant(other), "wrong-tenant");
}

// Row 23.
TEST_F(ClientAuthCase, admits_issuers_of_the_list_and_their_own_keys) {
  for (const char* other :
       {"https://ehr.example.org/", "https://EHR.example.org", "https://evil.example.org", "https://ehr.example.or"})
    EXPECT_EQ(outcome(token([&](Parts& it) { it.claims["iss"] = std::string("\"").append(other).append("\""); })),
              "unknown-issuer")
        << other;
  // An issuer of the list, with another's key.
  EXPECT_EQ(outcome(parts().signed_by(other_ec())), "bad-signature");
  const auto as_other = parts([](Parts& it) { it.claims["iss"] = R"("https://clinic.example.com")"; });
  EXPECT_EQ(outcome(as_other.signed_by(ec())), "bad-signature");
  EXPECT_EQ(outcome(as_other.signed_by(other_ec())), "");
}

// Row 24.
TEST_F(ClientAuthCase, admits_each_token_once) {
  const auto first = parts();
  const std::string once = first.signed_by(ec());
  EXPECT_EQ(outcome(once), "");
  EXPECT_EQ(outcome(once), "replayed");
  // The same number in another token is no other token.
  EXPECT_EQ(outcome(first.signed_by(ec())), "replayed");
  EXPECT_EQ(outcome(token([&](Parts& it) { it.claims["jti"] = first.claims.at("jti"); })), "replayed");
  now_ += 5min;
  EXPECT_EQ(outcome(once), "replayed");  // still believed, by the clocks that may differ
  now_ += 1min;
  EXPECT_EQ(outcome(once), "expired");
}

TEST_F(ClientAuthCase, remembers_only_what_was_verified) {
  const auto good = parts();
  EXPECT_EQ(outcome(good.with(std::string(96, '\x01'))), "bad-signature");
  EXPECT_EQ(outcome(good.signed_by(other_ec())), "bad-signature");
  EXPECT_EQ(outcome(good.signed_by(ec())), "");
}

// The memory is of the process: a restart forgets, and the life of a token is the limit.
TEST_F(ClientAuthCase, admits_a_token_again_after_a_restart) {
  const std::string once = token();
  EXPECT_EQ(outcome(once), "");
  restart();
  EXPECT_EQ(outcome(once), "");
}

TEST_F(ClientAuthCase, refuses_where_it_cannot_remember) {
  limits_.remembered_tokens = 2;
  restart();
  EXPECT_EQ(outcome(token()), "");
  EXPECT_EQ(outcome(token()), "");
  EXPECT_EQ(outcome(token()), "replay-memory-full");
  // Another issuer is not kept out by that.
  EXPECT_EQ(
      outcome(parts([](Parts& it) { it.claims["iss"] = R"("https://clinic.example.com")"; }).signed_by(other_ec())),
      "");
}

TEST_F(ClientAuthCase, lets_exactly_one_of_many_win) {
  const std::string once = token();
  std::atomic<int> admitted{0}, replayed{0};
  std::list<boost::asio::io_context> loops;  // outlive the thread that answers them
  {
    server::Outbound outbound;
    ASSERT_TRUE(outbound.client_keys().load(*clients_).has_value());
    const server::ClientAuth auth(clients_, public_url, outbound.client_keys(), signatures_, *memory_,
                                  [this] { return now_; });
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 8; ++thread)
      threads.emplace_back([&, &loop = loops.emplace_back(1)] {
        Call same = call("Bearer " + once);
        const auto client = run_on(loop, auth.authenticate(same.ready()));
        admitted += client.has_value();
        replayed += !client && client.error() == server::AuthFailure::replayed;
      });
  }
  EXPECT_EQ(admitted, 1);
  EXPECT_EQ(replayed, 7);
}

}  // namespace
