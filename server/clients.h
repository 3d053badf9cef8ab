// Who may call, and which FHIR servers each may name: the clients file, or sandbox mode in its place.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/prefetch_reading.h"
#include "fhir/result.h"
#include "fhir/version.h"
#include "server/client_identity.h"
#include "server/client_profile.h"
#include "server/https_client.h"
#include "server/token_request.h"

namespace server {

class SigningKey;

// How the service gets access tokens of its own where an EHR sends none: SMART Backend Services
// (https://hl7.org/fhir/smart-app-launch/backend-services.html).
struct BackendAuthorization {
  std::string client_id;                          // as the EHR's authorization server knows this service
  std::shared_ptr<const SigningKey> private_key;  // never null
  std::string scope;                              // what is asked for, with spaces between
  std::optional<TokenEndpoint> token_url;         // nothing: the FHIR server's .well-known/smart-configuration tells
};

// By which code the EHR knows an order that the service suggests.
struct OrderCode {
  std::string suggestion;  // "order-dxa", as the guideline names it
  std::string system;
  std::string code;
  std::string display;  // "" if it has none
};

// Who calls, which FHIR servers it may name, and how to talk to them.
struct Client {
  std::string name;  // iss of its tokens; for the log, and part of what makes cards' ids
  ClientIdentity identity;
  std::vector<HttpUrl> fhir_servers;  // base URLs
  bool any_loopback_server = false;   // sandbox mode: also every server on this machine
  std::optional<fhir::FhirVersion> fhir_version;
  std::optional<BackendAuthorization> backend_authorization;
  Trust trust;
  ClientProfile profile{};  // with what the client's own members say instead
  std::vector<OrderCode> order_codes;
  fhir::PrefetchReading prefetch = fhir::usual_prefetch_reading();

  // The FHIR server that a call names, if this client may name it: its origin and the beginning of its path are those
  // of one of fhir_servers. Refuses (Issue security) every other, and what is no proper URL (parse_url).
  fhir::Result<HttpUrl> permitted_server(std::string_view fhir_server) const;
};

// The only client of sandbox mode. It may name every server on this machine, and these, over http too: they are for
// trying out. Refuses (Issue value) what is no URL, and a file of certificate authorities that cannot be read; the
// system's are believed if the path is empty.
fhir::Result<Client> sandbox_client(const std::vector<std::string>& fhir_servers, const std::filesystem::path& ca_file);

// All who may call. Immutable.
class Clients {
 public:
  using Pointer = std::shared_ptr<const Client>;

  explicit Clients(std::vector<Pointer> list) : list_(std::move(list)) {}

  const std::vector<Pointer>& list() const { return list_; }
  // The first client that may name this FHIR server; nullptr if there is none.
  Pointer for_server(std::string_view fhir_server) const;
  // The client whose tokens have this iss, byte for byte, and are verified by keys; nullptr if there is none.
  Pointer with_issuer(std::string_view issuer) const;
  // The client that is known by a certificate with one of these names and nothing else; nullptr if there is none.
  Pointer with_certificate(std::span<const std::string> names) const;

 private:
  std::vector<Pointer> list_;
};

// Reads a clients file; what may be in it is told by deploy/clients.schema.json. Paths in it are relative to its own
// folder. Refuses (an Issue that names the file and the element, and holds no value) what is wrong in any way, and a
// private key that everybody can read. JWK Sets are not read yet: ClientKeys (client_keys.h) does.
fhir::Result<Clients> read_clients(const std::filesystem::path& file);

}  // namespace server
