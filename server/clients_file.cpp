// Reading the clients file (read_clients of clients.h). First its shape is checked as a whole, so that reading it
// afterwards need only refuse what a shape cannot tell. deploy/clients.schema.json says the same to editors;
// tests/fixtures/clients-files hold the two together.
#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "fhir/json.h"
#include "fhir/search.h"
#include "server/client_assertion.h"
#include "server/client_identity_file.h"
#include "server/client_profile_file.h"
#include "server/clients.h"
#include "server/json_shape.h"
#include "server/secret_file.h"
#include "server/tls_trust.h"

namespace server {
namespace {

namespace files = std::filesystem;
using fhir::Issue;
using fhir::Json;
using fhir::Result;

constexpr std::size_t longest_clients_file_bytes = 1024 * 1024;
constexpr std::size_t longest_key_file_bytes = 16 * 1024;
constexpr std::size_t most_clients = 100;
constexpr std::size_t most_fhir_servers = 50;

JsonShape authorization_shape() {
  return object_shape({{"clientId", text_shape(), true},
                       {"keyFile", text_shape(), true},
                       {"algorithm", word_shape({"ES384", "RS384"})},
                       {"scope", text_shape()},
                       {"tokenUrl", text_shape()}});
}

JsonShape client_shape() {
  std::vector<JsonShapeMember> members = {{"iss", text_shape(), true},
                                          {"fhirServers", list_shape(text_shape(), 1, most_fhir_servers), true},
                                          {"fhirVersion", word_shape({"DSTU2", "STU3", "R4", "R4B", "R5"})},
                                          {"backendAuthorization", authorization_shape()},
                                          {"caFile", text_shape()}};
  std::ranges::move(identity_shapes(), std::back_inserter(members));
  std::ranges::move(profile_shapes(), std::back_inserter(members));
  return object_shape(std::move(members));
}

JsonShape file_shape() {
  return object_shape({{"$schema", text_shape()}, {"clients", list_shape(client_shape(), 1, most_clients), true}});
}

// Tokens and patients' data go over TLS, or stay on this machine.
Result<HttpUrl> url_in(Json text, const std::string& path) {
  auto url = parse_url(text.text());
  if (!url) return wrong_at(path, ": " + url.error().diagnostics);
  if (!url->origin.tls && !url->origin.is_loopback()) return wrong_at(path, " is http, but not on this machine");
  return url;
}

Result<std::vector<HttpUrl>> fhir_servers_in(Json list, const std::string& path) {
  std::vector<HttpUrl> servers;
  for (const Json text : list.elements()) {
    const auto place = path_of(path, servers.size());
    auto url = url_in(text, place);
    if (!url) return url.error();
    if (!url->query.empty()) return wrong_at(place, " has a query, which no base URL has");
    servers.push_back(std::move(*url));
  }
  return servers;
}

// All that is asked of a FHIR server, and no more.
std::string usual_scope(fhir::FhirVersion version) {
  std::string scope;
  std::set<std::string_view> types;
  const auto add = [&](std::string_view type) {
    if (types.insert(type).second)
      scope.append(scope.empty() ? "" : " ").append("system/").append(type).append(".read");
  };
  for (const auto& query : fhir::queries())
    for (const auto type : fhir::resource_types(query.id, version)) add(type);
  add("Medication");  // read where an order only refers to one
  return scope;
}

// A secret lies in a file of its own.
Result<std::shared_ptr<const SigningKey>> key_of(const files::path& file, const std::string& path) {
  auto text = read_secret_file(file, longest_key_file_bytes);
  if (!text) return fhir::issue(text.error().code, path + ": the key file " + text.error().diagnostics);
  auto key = SigningKey::parse(std::move(*text));
  if (!key) return wrong_at(path, ": " + key.error().diagnostics);
  return key;
}

Result<BackendAuthorization> authorization_in(Json json, const std::string& path, const files::path& folder,
                                              fhir::FhirVersion version) {
  auto key = key_of(folder / json["keyFile"].text(), path_of(path, "keyFile"));
  if (!key) return key.error();
  const Json algorithm = json["algorithm"];
  if (algorithm.exists() && algorithm.text() != (*key)->algorithm())
    return wrong_at(path_of(path, "algorithm"), " does not fit the key");
  BackendAuthorization authorization{std::string(json["clientId"].text()), std::move(*key), usual_scope(version), {}};
  if (json["scope"].exists()) authorization.scope = json["scope"].text();
  if (json["tokenUrl"].exists()) {
    auto endpoint = parse_token_endpoint(json["tokenUrl"].text());
    if (!endpoint) return wrong_at(path_of(path, "tokenUrl"), ": " + endpoint.error().diagnostics);
    authorization.token_url = std::move(*endpoint);
  }
  return authorization;
}

// Clients without a caFile share the system's authorities, and with them their connections.
Result<std::shared_ptr<TlsTrust>> trust_in(Json ca_file, const std::string& path, const files::path& folder,
                                           const std::shared_ptr<TlsTrust>& of_system) {
  if (!ca_file.exists()) return of_system;
  auto trust = TlsTrust::load(folder / ca_file.text());
  if (!trust) return wrong_at(path, ": no certificates of authorities can be read from this file");
  return trust;
}

Result<Client> client_in(Json json, const std::string& path, const files::path& folder,
                         const std::shared_ptr<TlsTrust>& of_system) {
  Client client;
  client.name = json["iss"].text();
  auto identity = identity_in(json, path, folder);
  if (!identity) return identity.error();
  client.identity = std::move(*identity);
  if (const auto profile = read_profile(json, path, client); !profile) return profile.error();
  if (!json["maxTokenAgeSeconds"].exists()) client.identity.longest_token_life = client.profile.longest_token_life;
  auto servers = fhir_servers_in(json["fhirServers"], path_of(path, "fhirServers"));
  if (!servers) return servers.error();
  client.fhir_servers = std::move(*servers);
  client.fhir_version = fhir::parse_fhir_version(json["fhirVersion"].text());
  auto trust = trust_in(json["caFile"], path_of(path, "caFile"), folder, of_system);
  if (!trust) return trust.error();
  client.trust.tls = std::move(*trust);
  if (const Json backend = json["backendAuthorization"]; backend.exists()) {
    const auto version = client.fhir_version.value_or(fhir::FhirVersion::r4);
    auto authorization = authorization_in(backend, path_of(path, "backendAuthorization"), folder, version);
    if (!authorization) return authorization.error();
    client.backend_authorization = std::move(*authorization);
  }
  return client;
}

// A client that is known by its certificate alone is the only one of that name.
Result<void> check_alone(const Client& client, std::set<std::string>& names, const std::string& path) {
  if (client.identity.has_keys()) return {};
  std::size_t index = 0;
  for (const auto& name : client.identity.certificate_names) {
    const auto place = path_of(path_of(path, "certificateNames"), index++);
    if (!names.insert(comparable_name(name)).second) return wrong_at(place, " is that of an earlier client");
  }
  return {};
}

Result<Clients> clients_in(std::string text, const files::path& folder) {
  fhir::JsonDocument document;
  const auto json = document.parse(text);
  if (!json) return json.error();
  if (const auto fits = check_shape(*json, file_shape(), ""); !fits) return fits.error();
  const auto of_system = TlsTrust::load({});
  if (!of_system) return of_system.error();
  std::vector<Clients::Pointer> list;
  std::set<std::string> names;
  std::set<std::string> certificate_names;
  for (const Json element : (*json)["clients"].elements()) {
    const auto path = path_of("clients", list.size());
    auto client = client_in(element, path, folder, *of_system);
    if (!client) return client.error();
    if (!names.insert(client->name).second) return wrong_at(path_of(path, "iss"), " is that of an earlier client");
    if (const auto alone = check_alone(*client, certificate_names, path); !alone) return alone.error();
    list.push_back(std::make_shared<const Client>(std::move(*client)));
  }
  return Clients(std::move(list));
}

}  // namespace

Result<Clients> read_clients(const files::path& file) {
  auto text = read_bounded_file(file, longest_clients_file_bytes);
  if (!text) return fhir::issue(text.error().code, file.string() + " " + text.error().diagnostics);
  auto clients = clients_in(std::move(*text), file.parent_path());
  if (!clients) return fhir::issue(clients.error().code, file.string() + ": " + clients.error().diagnostics);
  return clients;
}

}  // namespace server
