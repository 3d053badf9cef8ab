// Attacks on tokens (hardening rows 21, 22, 26), each against a service that would admit the unspoilt token.
#include <gtest/gtest.h>
#include <openssl/hmac.h>

#include <fstream>
#include <iterator>

#include "client_auth_case.h"
#include "fhir/json.h"
#include "scripted_server.h"
#include "server/secret_file.h"

namespace {

using namespace std::chrono_literals;
using namespace server_test;

std::string json_text(std::string_view text) { return std::string("\"").append(text).append("\""); }

std::string hmac(std::string_view key, std::string_view text, const EVP_MD* digest) {
  std::string code(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  HMAC(digest, key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), reinterpret_cast<unsigned char*>(code.data()), &size);
  code.resize(size);
  return code;
}

std::string pem_of(EVP_PKEY* key) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_PUBKEY(memory.get(), key);
  char* text = nullptr;
  const auto size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

class ClientAuthAttacks : public ClientAuthCase {
 protected:
  Parts with_header(const std::string& name, const std::string& value) {
    return parts([&](Parts& it) { it.header[name] = value; });
  }
};

TEST_F(ClientAuthAttacks, no_signature_at_all) {
  for (const char* name : {"none", "None", "nOnE", "NONE", ""})
    for (const char* signature : {"", "x"})
      EXPECT_EQ(outcome(with_header("alg", json_text(name)).with(signature)), "wrong-algorithm") << name;
  EXPECT_EQ(outcome(parts().with("")), "bad-signature");
}

TEST_F(ClientAuthAttacks, a_public_key_as_a_shared_secret) {
  for (EVP_PKEY* key : {ec(), rsa()})
    for (const std::string& secret : {pem_of(key), public_jwk(key, "ec-1"), public_jwk(key, "rsa-1")}) {
      const auto hs256 = with_header("alg", R"("HS256")"), hs384 = with_header("alg", R"("HS384")");
      EXPECT_EQ(outcome(hs256.with(hmac(secret, hs256.signed_text(), EVP_sha256()))), "wrong-algorithm");
      EXPECT_EQ(outcome(hs384.with(hmac(secret, hs384.signed_text(), EVP_sha384()))), "wrong-algorithm");
      const auto plain = parts();
      EXPECT_EQ(outcome(plain.with(hmac(secret, plain.signed_text(), EVP_sha384()))), "bad-signature");
    }
}

TEST_F(ClientAuthAttacks, an_algorithm_of_another_kind_than_the_key) {
  change_client([](server::Client& client) {
    using enum server::JwsAlgorithm;
    client.identity.algorithms = {es256, es384, rs256, rs384, ps384};
  });
  for (const char* name : {"RS384", "RS256", "PS384", "ES256"})
    EXPECT_EQ(outcome(with_header("alg", json_text(name)).signed_by(ec())), "unknown-key") << name;
  const auto of_rsa = parts([](Parts& it) { it.header["kid"] = R"("rsa-1")"; });
  EXPECT_EQ(outcome(of_rsa.signed_by(rsa(), "RS384")), "unknown-key");  // its header says ES384
  EXPECT_EQ(outcome(of_rsa.with(jws_signature(ec(), of_rsa.signed_text(), "ES384"))), "unknown-key");
}

TEST_F(ClientAuthAttacks, a_key_that_the_token_brings) {
  const std::string jwk = public_jwk(other_ec(), "ec-1");
  EXPECT_EQ(outcome(with_header("jwk", jwk).signed_by(other_ec())), "bad-signature");
  EXPECT_EQ(outcome(with_header("x5c", R"(["AAAA"])").signed_by(other_ec())), "bad-signature");
  EXPECT_EQ(outcome(with_header("x5u", R"("https://evil.example.org/x.pem")").signed_by(other_ec())), "bad-signature");
  // Beside a good signature they do not matter.
  EXPECT_EQ(outcome(with_header("jwk", jwk).signed_by(ec())), "");
}

TEST_F(ClientAuthAttacks, a_kid_that_means_something_elsewhere) {
  for (const char* kid :
       {"../../../etc/passwd", "/dev/null", "' OR '1'='1", "ec-1\\u0000", "EC-1", "", "https://evil.example.org/"})
    EXPECT_EQ(outcome(with_header("kid", json_text(kid)).signed_by(ec())), "unknown-key") << kid;
  EXPECT_EQ(outcome(with_header("kid", json_text(std::string(40'000, 'k'))).signed_by(ec())), "token-too-long");
  auto without = parts();
  without.header.erase("kid");
  EXPECT_EQ(outcome(without.signed_by(ec())), "unknown-key");  // its set has two keys
  without.claims["iss"] = R"("https://clinic.example.com")";
  EXPECT_EQ(outcome(without.signed_by(other_ec())), "");  // R214: this one has one
}

TEST_F(ClientAuthAttacks, extensions_that_nobody_understands) {
  auto detached = with_header("b64", "false");
  EXPECT_EQ(outcome(detached.signed_by(ec())), "critical-header");
  detached.header["crit"] = R"(["b64"])";
  EXPECT_EQ(outcome(detached.signed_by(ec())), "critical-header");
  EXPECT_EQ(outcome(with_header("crit", R"(["exp"])").signed_by(ec())), "critical-header");
}

// Row 22, with the rest as it should be.
TEST_F(ClientAuthAttacks, spoilt_signatures) {
  const auto good = parts();
  const std::string signature = jws_signature(ec(), good.signed_text(), "ES384");
  const std::string token = good.with(signature);
  EXPECT_EQ(outcome(good.with(std::string(96, '\0'))), "bad-signature");
  EXPECT_EQ(outcome(good.with(der_of(signature))), "bad-signature");
  EXPECT_EQ(outcome(good.with(signature + '\0')), "bad-signature");
  EXPECT_EQ(outcome(good.with(signature.substr(1))), "bad-signature");
  EXPECT_EQ(outcome(good.with(signature.substr(48) + signature.substr(0, 48))), "bad-signature");
  for (const char* end : {"=", "\n", "\r\n", "AB", "."}) EXPECT_NE(outcome(token + end), "") << end;
  EXPECT_EQ(outcome(parts([](Parts& it) {
                      it.header["kid"] = R"("rsa-1")";
                      it.header["alg"] = R"("RS384")";
                    }).with(std::string(256, '\0'))),
            "bad-signature");
  EXPECT_EQ(outcome(token), "");
}

// Each bit of the signed text and of the signature: changed, it is another token.
TEST_F(ClientAuthAttacks, a_letter_changed_anywhere) {
  const std::string good = token();
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string changed = good;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_NE(outcome(changed), "") << at;
  }
  EXPECT_EQ(outcome(good), "");
}

// R221: a jku of the token is compared, and never asked.
TEST_F(ClientAuthAttacks, a_jku_of_its_own) {
  ScriptedServer evil([](const std::string&) {
    return ScriptedServer::Answer{http_response(200, jwk_set({public_jwk(other_ec(), "ec-1")}))};
  });
  ScriptedServer ehr([](const std::string&) {
    return ScriptedServer::Answer{http_response(200, jwk_set({public_jwk(ec(), "ec-1")}))};
  });
  EXPECT_EQ(outcome(with_header("jku", json_text(evil.url())).signed_by(other_ec())),
            "wrong-jku");  // configured is a file
  change_client([&](server::Client& client) {
    client.identity.key_set_file.clear();
    client.identity.key_set_url = server::KeySetUrl{*server::parse_url(ehr.url("/jwks.json")), ehr.url("/jwks.json")};
  });
  for (const std::string& url : {evil.url(), ehr.url("/jwks.json/"), ehr.url("/jwks.json?x"), ehr.url("/JWKS.json"),
                                 ehr.url(), ehr.url("/jwks.json") + "@evil.example.org", std::string()})
    EXPECT_EQ(outcome(with_header("jku", json_text(url)).signed_by(other_ec())), "wrong-jku") << url;
  // Nothing is fetched either for a token that is none of this client, for this endpoint, now.
  EXPECT_EQ(outcome(token([](Parts& it) { it.claims["aud"] = R"("https://cds.example.org")"; })), "wrong-audience");
  EXPECT_EQ(outcome(token([this](Parts& it) { it.issued(now_ - 1h, 300s); })), "expired");
  EXPECT_EQ(evil.connection_count() + ehr.connection_count(), 0U);
  EXPECT_EQ(outcome(with_header("jku", json_text(ehr.url("/jwks.json"))).signed_by(ec())), "");
  EXPECT_EQ(outcome(token()), "");
  EXPECT_EQ(ehr.requests().size(), 1U);
}

TEST_F(ClientAuthAttacks, keys_that_cannot_be_had) {
  ScriptedServer ehr([](const std::string&) { return ScriptedServer::Answer{http_response(500, "")}; });
  change_client([&](server::Client& client) {
    client.identity.key_set_file.clear();
    client.identity.key_set_url = server::KeySetUrl{*server::parse_url(ehr.url()), ehr.url()};
  });
  EXPECT_EQ(outcome(token()), "keys-unavailable");
  EXPECT_EQ(outcome(token()), "keys-unavailable");
  EXPECT_EQ(ehr.requests().size(), 1U);
}

// The examples of the specification itself (R219), at the time they were for.
class SpecificationTokens : public ClientAuthCase {
 protected:
  SpecificationTokens() {
    std::ifstream file(JWT_VECTORS, std::ios::binary);
    text_.assign(std::istreambuf_iterator<char>(file), {});
    const auto json = document_.parse(text_).value();
    for (const auto vector : json["tokens"].elements()) tokens_.emplace_back(vector["jwt"].text());
    const auto jwk = json["jwk"];
    folder_.write("ehr.json", jwk_set({json_of({{"kty", std::string(jwk["kty"].text())},
                                                {"crv", std::string(jwk["crv"].text())},
                                                {"kid", std::string(jwk["kid"].text())},
                                                {"use", std::string(jwk["use"].text())},
                                                {"alg", std::string(jwk["alg"].text())},
                                                {"x", std::string(jwk["x"].text())},
                                                {"y", std::string(jwk["y"].text())}})}));
    change_client([](server::Client& client) {
      client.name = "https://fhir-ehr.example.com/";
      client.identity.longest_token_life = std::chrono::seconds(1422568860 - 1311280970);
      client.identity.tenant = "2ddd6c3a-8e9a-44c6-a305-52111ad302a2";
    });
    now_ = server::WallTime(std::chrono::seconds(1'311'281'000));
  }
  std::string outcome_at(const std::string& token, server::WallTime time,
                         const char* path = "/cds-services/some-service") {
    now_ = time;
    Call made = call("Bearer " + token);
    made.request.path = path;
    return word(made);
  }

  std::string text_;
  fhir::JsonDocument document_;
  std::vector<std::string> tokens_;
};

TEST_F(SpecificationTokens, are_signed_as_printed) {
  ASSERT_EQ(tokens_.size(), 2U);
  for (const auto& token : tokens_) {
    const auto jwt = server::take_apart(token);
    ASSERT_TRUE(jwt.has_value()) << to_string(jwt.error());
    EXPECT_EQ(jwt->signature.size(), 96U);
    const auto found = run_on(loop_, keys_->key_for(list_.front(), jwt->header.key_id, jwt->header.algorithm));
    ASSERT_NE(found.key, nullptr);
    EXPECT_TRUE(found.key->verifies(jwt->header.algorithm, jwt->signed_text, jwt->signature));
  }
}

TEST_F(SpecificationTokens, are_for_their_time_and_service) {
  const server::WallTime early{std::chrono::seconds(1'311'280'970)}, late{std::chrono::seconds(1'422'568'860)};
  for (const auto& token : tokens_) {
    EXPECT_EQ(outcome_at(token, late + 60s), "expired");
    EXPECT_EQ(outcome_at(token, early - 61s), "not-yet-valid");
    EXPECT_EQ(outcome_at(token, early, "/cds-services/other"), "wrong-audience");
    EXPECT_EQ(outcome_at(token, early), "wrong-jku");  // of a file, so no jku is allowed
  }
}

TEST_F(SpecificationTokens, are_admitted_once) {
  ScriptedServer ehr([this](const std::string&) {
    return ScriptedServer::Answer{http_response(200, *server::read_bounded_file(folder_.path() / "ehr.json", 10'000))};
  });
  change_client([&](server::Client& client) {
    client.identity.key_set_file.clear();
    client.identity.key_set_url =
        server::KeySetUrl{*server::parse_url(ehr.url()), "https://fhir-ehr.example.com/jwk_uri"};
  });
  const server::WallTime then{std::chrono::seconds(1'400'000'000)};
  EXPECT_EQ(outcome_at(tokens_.at(0), then), "");
  EXPECT_EQ(outcome_at(tokens_.at(0), then), "replayed");
  EXPECT_EQ(outcome_at(tokens_.at(1), then), "replayed");  // both have the same jti
  restart();
  EXPECT_EQ(outcome_at(tokens_.at(1), then), "");
}

}  // namespace
