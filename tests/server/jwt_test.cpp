#include "server/jwt.h"

#include <gtest/gtest.h>

#include <set>

#include "signed_tokens.h"

namespace {

using namespace std::chrono_literals;
using namespace server_test;
using server::AuthFailure;
using server::TokenTime;

TokenParts good() {
  return {{{"alg", R"("ES384")"}, {"typ", R"("JWT")"}, {"kid", R"("key-1")"}},
          {{"iss", R"("https://ehr.example.org")"},
           {"aud", R"("https://cds.example.org/cds-services")"},
           {"exp", "1422568860"},
           {"iat", "1422568560"},
           {"jti", R"("number-1")"}}};
}

// The word of the refusal, "" if there is none.
std::string refusal_of(const std::string& token) {
  const auto jwt = server::take_apart(token);
  return jwt ? "" : std::string(to_string(jwt.error()));
}
std::string refusal_of(const TokenParts& parts) { return refusal_of(parts.with("signature")); }

TokenParts with_header(const std::string& name, const std::string& value) {
  auto parts = good();
  parts.header[name] = value;
  return parts;
}
TokenParts with_claim(const std::string& name, const std::string& value) {
  auto parts = good();
  parts.claims[name] = value;
  return parts;
}

TEST(Jwt, is_taken_apart) {
  auto parts = with_claim("nbf", "1422568560.75");
  parts.claims["tenant"] = R"("north")";
  parts.header["jku"] = R"("https://ehr.example.org/jwks.json")";
  const std::string token = parts.with("\x01\xFF");
  const auto jwt = server::take_apart(token);
  ASSERT_TRUE(jwt.has_value()) << to_string(jwt.error());
  EXPECT_EQ(jwt->header.algorithm, server::JwsAlgorithm::es384);
  EXPECT_EQ(jwt->header.key_id, "key-1");
  EXPECT_EQ(jwt->header.key_url, "https://ehr.example.org/jwks.json");
  EXPECT_EQ(jwt->claims.issuer, "https://ehr.example.org");
  EXPECT_EQ(jwt->claims.audience, std::vector<std::string>{"https://cds.example.org/cds-services"});
  EXPECT_EQ(jwt->claims.id, "number-1");
  EXPECT_EQ(jwt->claims.expires, TokenTime(1'422'568'860s));
  EXPECT_EQ(jwt->claims.issued, TokenTime(1'422'568'560s));
  EXPECT_EQ(jwt->claims.not_before, TokenTime(1'422'568'560'750ms));
  EXPECT_EQ(jwt->claims.tenant, "north");
  EXPECT_EQ(jwt->signed_text, parts.signed_text());
  EXPECT_EQ(jwt->signature, "\x01\xFF");
}

TEST(Jwt, may_have_members_of_its_own) {
  auto parts = with_claim("sub", "7");  // in the example of CDS Hooks 1.0, and Epic's; nobody asks for it
  parts.claims["extension"] = R"({"a": [1, null]})";
  parts.header["x5t"] = "[]";
  EXPECT_EQ(refusal_of(parts), "");
}

TEST(Jwt, need_not_name_its_key_or_its_type) {
  auto parts = good();
  parts.header.erase("kid");
  parts.header.erase("typ");
  const std::string token = parts.with("signature");
  const auto jwt = server::take_apart(token);
  ASSERT_TRUE(jwt.has_value());
  EXPECT_EQ(jwt->header.key_id, std::nullopt);
  EXPECT_EQ(jwt->header.key_url, std::nullopt);
}

TEST(Jwt, is_of_type_JWT_in_any_case) {
  for (const char* type : {"JWT", "jwt", "Jwt"})
    EXPECT_EQ(refusal_of(with_header("typ", std::string("\"").append(type).append("\""))), "") << type;
  for (const char* type : {"", "JOSE", "at+jwt", "application/jwt", "JWT "})
    EXPECT_EQ(refusal_of(with_header("typ", std::string("\"").append(type).append("\""))), "unsupported-type") << type;
  EXPECT_EQ(refusal_of(with_header("typ", "1")), "malformed-header");
}

TEST(Jwt, has_exactly_three_segments) {
  const std::string token = good().with("signature");
  for (const std::string& text : {std::string(), std::string("."), std::string(".."), std::string("..."),
                                  token.substr(0, token.rfind('.')), token + ".", token + ".AAAA", "." + token,
                                  token.substr(token.find('.') + 1), std::string("null"), std::string("a b")})
    EXPECT_FALSE(refusal_of(text).empty()) << text;
  EXPECT_EQ(refusal_of(token + "."), "malformed-token");
}

// What is not canonical is refused wherever it stands (Wycheproof: base64 with padding, white space, other alphabets).
TEST(Jwt, is_canonical_base64url) {
  const std::string token = good().with("signature!");
  const auto first = token.find('.');
  const auto second = token.rfind('.');
  for (const std::size_t place : {std::size_t{0}, first, first + 1, second, second + 1, token.size()})
    for (const char* piece : {"=", "==", "\n", " ", "+", "/", "\r\n", "%3D", "\t"})
      EXPECT_EQ(refusal_of(std::string(token).insert(place, piece)), "malformed-token") << place << piece;
}

TEST(Jwt, is_not_longer_than_is_read) {
  const auto of_size = [](std::size_t size) {
    auto parts = with_claim("x", "\"\"");
    std::string token = parts.with("");
    return token + std::string(size - token.size(), 'A');  // zero bytes, as part of the signature
  };
  EXPECT_EQ(refusal_of(of_size(8190)), "");
  EXPECT_EQ(refusal_of(of_size(8193)), "token-too-long");
  EXPECT_EQ(refusal_of(std::string(1 << 20, 'A')), "token-too-long");
}

TEST(Jwt, has_an_algorithm_of_ours) {
  for (const char* name : {"ES256", "ES384", "RS256", "RS384", "PS384"})
    EXPECT_EQ(refusal_of(with_header("alg", std::string("\"").append(name).append("\""))), "") << name;
  for (const char* name : {"none", "None", "nOnE", "NONE", "", "HS256", "HS384", "HS512", "RS512", "ES512", "PS256",
                           "EdDSA", "es384", "ES384 ", "ES384\\u0000", "unknown"})
    EXPECT_EQ(refusal_of(with_header("alg", std::string("\"").append(name).append("\""))), "wrong-algorithm") << name;
  for (const char* value : {"null", "384", "[\"ES384\"]", "{}"})
    EXPECT_EQ(refusal_of(with_header("alg", value)), "malformed-header") << value;
  auto parts = good();
  parts.header.erase("alg");
  EXPECT_EQ(refusal_of(parts), "malformed-header");
}

TEST(Jwt, has_no_critical_extension) {
  for (const char* value : {R"(["b64"])", "[]", R"(["exp"])", "null"})
    EXPECT_EQ(refusal_of(with_header("crit", value)), "critical-header") << value;
  for (const char* value : {"false", "true"})
    EXPECT_EQ(refusal_of(with_header("b64", value)), "critical-header") << value;
}

TEST(Jwt, has_a_header_of_the_right_types) {
  for (const char* value : {"null", "1", "[]", "{}", "true"}) {
    EXPECT_EQ(refusal_of(with_header("kid", value)), "malformed-header") << value;
    EXPECT_EQ(refusal_of(with_header("jku", value)), "malformed-header") << value;
  }
  for (const char* header :
       {"", "[]", "null", "{", "\"ES384\"",
        R"({"alg":"ES384"} )"
        "x",
        R"({"alg":"none","alg":"ES384"})", "\xEF\xBB\xBF{\"alg\":\"ES384\"}", "{\"alg\":\"ES384\",\"kid\":\"\xFF\"}"}) {
    const std::string token = base64url(header) + "." + base64url(to_json(good().claims)) + ".AAAA";
    EXPECT_EQ(refusal_of(token), "malformed-header") << header;
  }
}

// Row 23: each claim missing, twice, and of every other type.
TEST(Jwt, has_each_claim_that_is_required) {
  for (const char* name : {"iss", "aud", "exp", "iat", "jti"}) {
    auto parts = good();
    parts.claims.erase(name);
    EXPECT_EQ(refusal_of(parts), "malformed-claims") << name;
    for (const char* value : {"null", "true", "{}", "[]", "[1]", "\"\"", "[[\"a\"]]"}) {
      if (std::string_view(name) == "aud" && std::string_view(value) == "\"\"") continue;  // a text like any other
      EXPECT_EQ(refusal_of(with_claim(name, value)), "malformed-claims") << name << value;
    }
    std::string twice = to_json(good().claims);
    twice.insert(1, std::string("\"").append(name).append("\":").append(good().claims.at(name)).append(","));
    EXPECT_EQ(refusal_of(base64url(to_json(good().header)) + "." + base64url(twice) + ".AAAA"), "malformed-claims")
        << name;
  }
}

TEST(Jwt, has_texts_and_numbers_where_they_belong) {
  for (const char* name : {"iss", "aud", "jti", "tenant"})
    EXPECT_EQ(refusal_of(with_claim(name, "1")), "malformed-claims") << name;
  for (const char* name : {"exp", "iat", "nbf"})
    for (const char* value : {"\"1422568860\"", "-1", "1e300", "7258118400", "1e18", "[1422568860]", "true"})
      EXPECT_EQ(refusal_of(with_claim(name, value)), "malformed-claims") << name << value;
  for (const char* name : {"exp", "iat", "nbf"})
    for (const char* value : {"0", "1422568860.5", "1.42256886e9", "7258118399"})
      EXPECT_EQ(refusal_of(with_claim(name, value)), "") << name << value;
  EXPECT_EQ(refusal_of(with_claim("exp", "1e400")), "malformed-claims");
  EXPECT_EQ(refusal_of(with_claim("exp", "NaN")), "malformed-claims");
  EXPECT_EQ(refusal_of(with_claim("tenant", "null")), "malformed-claims");
}

TEST(Jwt, has_a_number_of_bounded_length) {
  EXPECT_EQ(refusal_of(with_claim("jti", '"' + std::string(256, 'j') + '"')), "");
  EXPECT_EQ(refusal_of(with_claim("jti", '"' + std::string(257, 'j') + '"')), "malformed-claims");
}

TEST(Jwt, may_be_for_several) {
  const std::string token = with_claim("aud", R"(["a", "b"])").with("");
  const auto jwt = server::take_apart(token);
  ASSERT_TRUE(jwt.has_value());
  EXPECT_EQ(jwt->claims.audience, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(refusal_of(with_claim("aud", R"(["a", 1])")), "malformed-claims");
}

TEST(AuthFailure, has_a_word_each) {
  std::set<std::string_view> words;
  for (std::size_t at = 0; at < server::auth_failure_count; ++at) {
    const auto word = to_string(static_cast<AuthFailure>(at));
    EXPECT_EQ(word.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), std::string_view::npos) << word;
    words.insert(word);
  }
  EXPECT_EQ(words.size(), server::auth_failure_count);
  EXPECT_FALSE(words.contains(""));
}

}  // namespace
