#include "server/client_assertion.h"

#include <cjose/cjose.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <array>
#include <optional>
#include <utility>

#include "fhir/json.h"
#include "server/json_writer.h"

namespace server {
namespace {

using fhir::IssueType;
using fhir::Result;

// SMART allows five minutes; some are left for clocks that differ.
constexpr std::chrono::minutes assertion_lifetime{4};
constexpr std::size_t assertion_number_bytes = 16;
constexpr std::size_t least_rsa_bits = 2048;
// Bytes of a kid: it is sent in every assertion.
constexpr std::size_t longest_key_id = 256;

using Key = std::unique_ptr<cjose_jwk_t, decltype(&cjose_jwk_release)>;
using Signature = std::unique_ptr<cjose_jws_t, decltype(&cjose_jws_release)>;
using Header = std::unique_ptr<cjose_header_t, decltype(&cjose_header_release)>;

fhir::Issue wrong(std::string_view what) { return fhir::issue(IssueType::value, "the key " + std::string(what)); }

struct KeyKind {
  std::string_view algorithm;  // a literal
  std::string key_id;
  std::string public_jwk;
};

std::string public_part_of(fhir::Json jwk) {
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.StartObject();
  for (const std::string_view name : {"kty", "crv", "x", "y", "n", "e"}) write_member(json, name, jwk[name].text());
  json.EndObject();
  return std::string(text_of(buffer));
}

// What the JWK says about itself.
Result<KeyKind> kind_in(fhir::Json jwk) {
  const bool is_ec = jwk["kty"].text() == "EC";
  if (!is_ec && jwk["kty"].text() != "RSA") return wrong("is neither of kty EC nor RSA");
  if (is_ec && jwk["crv"].text() != "P-384") return wrong("is not on the curve P-384");
  if (jwk["d"].text().empty()) return wrong("has no private part");
  const auto key_id = jwk["kid"].text();
  if (key_id.empty()) return fhir::issue(IssueType::required, "the key has no kid");
  if (key_id.size() > longest_key_id) return wrong("has a kid that is longer than is sent");
  const KeyKind kind{is_ec ? "ES384" : "RS384", std::string(key_id), public_part_of(jwk)};
  if (jwk["alg"].exists() && jwk["alg"].text() != kind.algorithm)
    return wrong("is not for " + std::string(kind.algorithm));
  if (jwk["use"].exists() && jwk["use"].text() != "sig") return wrong("is not for signatures");
  return kind;
}

// Parsing changes the text, so it is done on a copy.
Result<KeyKind> kind_of(std::string text) {
  fhir::JsonDocument document;
  const auto jwk = document.parse(text);
  auto kind = jwk ? kind_in(*jwk) : Result<KeyKind>(wrong("is not JSON"));
  OPENSSL_cleanse(text.data(), text.size());
  return kind;
}

// Nobody would accept what is signed by a private part that does not belong to the public one, which cjose does not
// compare with it.
bool is_verified(const std::string& compact, const std::string& public_jwk) {
  const Key key(cjose_jwk_import(public_jwk.data(), public_jwk.size(), nullptr), cjose_jwk_release);
  const Signature jws(cjose_jws_import(compact.data(), compact.size(), nullptr), cjose_jws_release);
  return key && jws && cjose_jws_verify(jws.get(), key.get(), nullptr);
}

std::optional<std::string> random_number() {
  std::array<unsigned char, assertion_number_bytes> bytes;
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return std::nullopt;
  constexpr std::string_view hex = "0123456789abcdef";
  std::string result;
  for (const auto byte : bytes) result.append(1, hex[byte >> 4]).append(1, hex[byte & 15]);
  return result;
}

void write_time(JsonWriter& json, std::string_view name, std::chrono::sys_seconds time) {
  write_name(json, name);
  json.Int64(time.time_since_epoch().count());
}

}  // namespace

// Known to nobody else, so that cjose is included here only.
struct SigningKey::Jwk {
  explicit Jwk(const std::string& text) : key(cjose_jwk_import(text.data(), text.size(), nullptr), cjose_jwk_release) {}

  Key key;
};

SigningKey::SigningKey(std::unique_ptr<const Jwk> jwk, std::string_view algorithm, std::string key_id)
    : jwk_(std::move(jwk)), algorithm_(algorithm), key_id_(std::move(key_id)) {}
SigningKey::~SigningKey() = default;

Result<std::shared_ptr<const SigningKey>> SigningKey::parse(std::string jwk) {
  auto kind = kind_of(jwk);
  auto imported = kind ? std::make_unique<const Jwk>(jwk) : nullptr;
  OPENSSL_cleanse(jwk.data(), jwk.size());
  if (!kind) return kind.error();
  if (!imported->key) return wrong("is not valid");
  if (kind->algorithm == "RS384" && cjose_jwk_get_keysize(imported->key.get(), nullptr) < least_rsa_bits)
    return wrong("is RSA of less than " + std::to_string(least_rsa_bits) + " bits");
  const std::shared_ptr<const SigningKey> key(
      new SigningKey(std::move(imported), kind->algorithm, std::move(kind->key_id)));
  const auto trial = key->sign("{}");
  if (!trial || !is_verified(*trial, kind->public_jwk))
    return wrong("has a private part that does not fit the public one");
  return key;
}

Result<std::string> SigningKey::sign(std::string_view payload) const {
  const auto failure = fhir::issue(IssueType::exception, "a client assertion could not be signed");
  const Header header(cjose_header_new(nullptr), cjose_header_release);
  const auto set = [&](const char* name, const char* value) {
    return header && cjose_header_set(header.get(), name, value, nullptr);
  };
  if (!set(CJOSE_HDR_ALG, std::string(algorithm_).c_str()) || !set(CJOSE_HDR_KID, key_id_.c_str()) ||
      !set("typ", "JWT"))
    return failure;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(payload.data());
  const Signature jws(cjose_jws_sign(jwk_->key.get(), header.get(), bytes, payload.size(), nullptr), cjose_jws_release);
  const char* compact = nullptr;
  if (!jws || !cjose_jws_export(jws.get(), &compact, nullptr)) return failure;
  return std::string(compact);
}

Result<std::string> client_assertion(const SigningKey& key, const AssertionClaims& claims) {
  const auto number = random_number();
  if (!number) return fhir::issue(IssueType::exception, "there are no random numbers for a client assertion");
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.StartObject();
  write_member(json, "iss", claims.client_id);
  write_member(json, "sub", claims.client_id);
  write_member(json, "aud", claims.audience);
  write_member(json, "jti", *number);
  write_time(json, "iat", claims.now);
  write_time(json, "exp", claims.now + assertion_lifetime);
  json.EndObject();
  return key.sign(text_of(buffer));
}

}  // namespace server
