#include "server/clients.h"

#include <algorithm>
#include <utility>

#include "server/tls_trust.h"

namespace server {
namespace {

using fhir::IssueType;
using fhir::Result;

fhir::Issue not_permitted(std::string_view why) {
  return fhir::issue(IssueType::security, "fhirServer: " + std::string(why));
}

}  // namespace

Result<HttpUrl> Client::permitted_server(std::string_view fhir_server) const {
  auto url = parse_url(fhir_server);
  if (!url) return not_permitted(url.error().diagnostics);
  if (!url->query.empty()) return not_permitted("a base URL has no query");
  const auto is_base_of_it = [&](const HttpUrl& base) { return is_below(*url, base); };
  const bool is_loopback = any_loopback_server && url->origin.is_loopback();
  if (!is_loopback && std::ranges::none_of(fhir_servers, is_base_of_it))
    return not_permitted("this client may not name this server");
  return url;
}

Result<Client> sandbox_client(const std::vector<std::string>& fhir_servers, const std::filesystem::path& ca_file) {
  Client client;
  client.name = "sandbox";
  client.any_loopback_server = true;
  client.trust.allows_loopback = true;
  for (const auto& text : fhir_servers) {
    auto url = parse_url(text);
    if (!url) return fhir::issue(IssueType::value, "--fhir-server: " + url.error().diagnostics);
    if (!url->query.empty()) return fhir::issue(IssueType::value, "--fhir-server: a base URL has no query");
    client.fhir_servers.push_back(std::move(*url));
  }
  auto trust = TlsTrust::load(ca_file);
  if (!trust) return trust.error();
  client.trust.tls = std::move(*trust);
  return client;
}

Clients::Pointer Clients::for_server(std::string_view fhir_server) const {
  if (fhir_server.empty()) return nullptr;  // the usual case
  const auto found = std::ranges::find_if(
      list_, [&](const Pointer& client) { return client->permitted_server(fhir_server).has_value(); });
  return found == list_.end() ? nullptr : *found;
}

Clients::Pointer Clients::with_issuer(std::string_view issuer) const {
  const auto found = std::ranges::find_if(
      list_, [&](const Pointer& client) { return client->identity.has_keys() && client->name == issuer; });
  return found == list_.end() ? nullptr : *found;
}

Clients::Pointer Clients::with_certificate(std::span<const std::string> names) const {
  const auto found = std::ranges::find_if(list_, [&](const Pointer& client) {
    return !client->identity.has_keys() && client->identity.has_certificate(names);
  });
  return found == list_.end() ? nullptr : *found;
}

}  // namespace server
