// Who calls: authentication by CDS Hooks JWT (R213 to R223), by client certificate (R212), or by both.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/auth_failure.h"
#include "server/client_keys.h"
#include "server/clients.h"
#include "server/http.h"
#include "server/jwt.h"
#include "server/replay_memory.h"
#include "server/signature_checks.h"

namespace server {

// May be used by several threads.
class ClientAuth {
 public:
  // `public_url` is the service's base URL as clients see it, without a slash at its end; keys, checks and memory
  // outlive this.
  ClientAuth(std::shared_ptr<const Clients> clients, std::string public_url, ClientKeys& keys,
             SignatureChecks& signatures, ReplayMemory& memory, WallClock clock = std::chrono::system_clock::now,
             IdentityLimits limits = {});

  // The client that calls, or why it is not known. What is cheap is looked at first, and nothing is fetched, verified
  // or remembered for a token that is none for this endpoint by a client of ours. Only the header fields, the path and
  // the certificate's names are looked at; the request outlives the call.
  Awaitable<AuthResult<Clients::Pointer>> authenticate(const HttpRequest& request) const;

 private:
  AuthResult<Clients::Pointer> by_certificate(const HttpRequest& request) const;
  Awaitable<AuthResult<Clients::Pointer>> by_token(std::string_view token, const HttpRequest& request) const;
  AuthResult<Clients::Pointer> claimed_client(const UnverifiedJwt& token, const HttpRequest& request) const;
  bool is_for(const std::vector<std::string>& audience, std::string_view path) const;
  AuthResult<void> check_times(const JwtClaims& claims, const ClientIdentity& identity) const;
  Awaitable<AuthResult<void>> verify(const UnverifiedJwt& token, Clients::Pointer client) const;
  Awaitable<AuthResult<void>> use_up(const JwtClaims& claims) const;

  const std::shared_ptr<const Clients> clients_;
  const std::string public_url_;
  ClientKeys& keys_;
  SignatureChecks& signatures_;
  ReplayMemory& memory_;
  const WallClock clock_;
  const IdentityLimits limits_;
};

// The one answer to every caller that is not known (R223): it says nothing of the reason. (`WWW-Authenticate` is of the
// session.)
HttpResponse unauthorized();

// Admits those that are authenticated, sets the request's client, and logs why it refuses. `auth` outlives it.
Guard guard_by(const ClientAuth& auth);

}  // namespace server
