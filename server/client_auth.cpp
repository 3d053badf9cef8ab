#include "server/client_auth.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "fhir/ascii.h"
#include "server/discovery.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/operation_outcome.h"

namespace server {
namespace {

// What stands behind the scheme Bearer, in any case (RFC 9110 section 11.1; R213). Nothing for other schemes.
std::optional<std::string_view> bearer_token(std::string_view authorization) {
  constexpr std::string_view scheme = "bearer ";
  if (!fhir::equal_without_case(authorization.substr(0, scheme.size()), scheme)) return std::nullopt;
  authorization.remove_prefix(scheme.size());
  authorization.remove_prefix(std::min(authorization.find_first_not_of(' '), authorization.size()));
  if (authorization.empty()) return std::nullopt;
  return authorization;
}

bool holds(const std::vector<std::string>& audience, const std::string& endpoint) {
  return std::ranges::find(audience, endpoint) != audience.end();
}

Awaitable<std::optional<HttpResponse>> admit(const ClientAuth& auth, HttpRequest& request) {
  auto client = co_await auth.authenticate(request);
  if (!client) {
    metrics().auth_failures.of({to_string(client.error())}).Increment();
    log_refusal(request.request_id, to_string(client.error()));
    if (client.error() != AuthFailure::busy) co_return unauthorized();
    // Not 401: an honest client would doubt its token or its keys, where it should only try again. That the answer
    // differs tells who sends very many tokens at once that their issuer and key id are ones that we know; those are
    // the addresses of EHRs and of their JWK Sets, which are public. It tells nothing about the signature, and whoever
    // fills the line of an issuer with forged tokens delays that one alone.
    metrics().rejected.of({"signatures"}).Increment();
    co_return overloaded();
  }
  request.client = std::move(*client);
  request.client_name = request.client->name;
  co_return std::nullopt;
}

}  // namespace

ClientAuth::ClientAuth(std::shared_ptr<const Clients> clients, std::string public_url, ClientKeys& keys,
                       SignatureChecks& signatures, ReplayMemory& memory, WallClock clock, IdentityLimits limits)
    : clients_(std::move(clients)),
      public_url_(std::move(public_url)),
      keys_(keys),
      signatures_(signatures),
      memory_(memory),
      clock_(std::move(clock)),
      limits_(limits) {}

Awaitable<AuthResult<Clients::Pointer>> ClientAuth::authenticate(const HttpRequest& request) const {
  const auto [first, last] = request.headers->equal_range(http::field::authorization);
  if (first == last) co_return by_certificate(request);
  if (std::next(first) != last) co_return AuthFailure::several_authorizations;
  const auto token = bearer_token(first->value());
  if (!token) co_return AuthFailure::not_bearer;
  co_return co_await by_token(*token, request);
}

AuthResult<Clients::Pointer> ClientAuth::by_certificate(const HttpRequest& request) const {
  if (auto client = clients_->with_certificate(request.certificate_names)) return client;
  return AuthFailure::no_authorization;
}

Awaitable<AuthResult<Clients::Pointer>> ClientAuth::by_token(std::string_view token, const HttpRequest& request) const {
  const auto jwt = take_apart(token, limits_);
  if (!jwt) co_return jwt.error();
  auto client = claimed_client(*jwt, request);
  if (!client) co_return client.error();
  if (const auto verified = co_await verify(*jwt, *client); !verified) co_return verified.error();
  if (const auto used = co_await use_up(jwt->claims); !used) co_return used.error();
  co_return client;
}

// The client that the token says it is of, if all that needs no key is as it should be.
AuthResult<Clients::Pointer> ClientAuth::claimed_client(const UnverifiedJwt& token, const HttpRequest& request) const {
  auto client = clients_->with_issuer(token.claims.issuer);
  if (!client) return AuthFailure::unknown_issuer;
  const ClientIdentity& identity = client->identity;
  if (!identity.allows(token.header.algorithm)) return AuthFailure::wrong_algorithm;
  if (!identity.certificate_names.empty() && !identity.has_certificate(request.certificate_names))
    return AuthFailure::wrong_certificate;
  if (!is_for(token.claims.audience, request.path)) return AuthFailure::wrong_audience;
  if (const auto timely = check_times(token.claims, identity); !timely) return timely.error();
  if (!identity.tenant.empty() && token.claims.tenant != identity.tenant) return AuthFailure::wrong_tenant;
  if (token.header.key_url && (!identity.key_set_url || *token.header.key_url != identity.key_set_url->written))
    return AuthFailure::wrong_jku;
  return client;
}

// The address that is called; for feedback, clients also name the service that it is about (CDS Hooks R178).
bool ClientAuth::is_for(const std::vector<std::string>& audience, std::string_view path) const {
  if (holds(audience, public_url_ + std::string(path))) return true;
  if (!path.ends_with(feedback_suffix)) return false;
  path.remove_suffix(feedback_suffix.size());
  return holds(audience, public_url_ + std::string(path));
}

AuthResult<void> ClientAuth::check_times(const JwtClaims& claims, const ClientIdentity& identity) const {
  const auto now = clock_();
  const auto latest = now + limits_.clock_skew;
  if (claims.expires + limits_.clock_skew <= now) return AuthFailure::expired;
  if (claims.issued > latest || (claims.not_before && *claims.not_before > latest)) return AuthFailure::not_yet_valid;
  if (claims.expires <= claims.issued || claims.expires - claims.issued > identity.longest_token_life)
    return AuthFailure::lifetime_too_long;
  return {};
}

// The last of the checks, for it is the dearest.
Awaitable<AuthResult<void>> ClientAuth::verify(const UnverifiedJwt& token, Clients::Pointer client) const {
  const auto found = co_await keys_.key_for(client, token.header.key_id, token.header.algorithm);
  if (!found.has_keys) co_return AuthFailure::keys_unavailable;
  if (!found.key) co_return AuthFailure::unknown_key;
  // In a variable: g++ 12 destroys what a lambda in a co_await has captured twice.
  std::function<bool()> check = [&token, &found] {
    return found.key->verifies(token.header.algorithm, token.signed_text, token.signature);
  };
  const auto is_genuine = co_await signatures_.result_of(client->name, std::move(check));
  if (!is_genuine) co_return AuthFailure::busy;
  if (!*is_genuine) co_return AuthFailure::bad_signature;
  co_return AuthResult<void>();
}

// For as long as the token would be believed.
Awaitable<AuthResult<void>> ClientAuth::use_up(const JwtClaims& claims) const {
  const auto remembered = co_await memory_.remember(claims.issuer, claims.id, claims.expires + limits_.clock_skew);
  switch (remembered) {
    case Remembered::first_time:
      co_return AuthResult<void>();
    case Remembered::seen_before:
      co_return AuthFailure::replayed;
    case Remembered::no_room:
      co_return AuthFailure::replay_memory_full;
    case Remembered::unavailable:
      break;
  }
  co_return AuthFailure::replay_memory_down;
}

HttpResponse unauthorized() {
  return refusal(http::status::unauthorized, fhir::IssueType::security, "the caller could not be authenticated");
}

Guard guard_by(const ClientAuth& auth) {
  return [&auth](HttpRequest& request) { return admit(auth, request); };
}

}  // namespace server
