#include "server/exposure.h"

#include <algorithm>

#include "server/http_url.h"

namespace server {
namespace {

std::string objection_to_sandbox(const ServeCommand& command) {
  if (!command.listen.is_loopback()) return "in sandbox mode it listens on loopback addresses only";
  if (!command.exposure.public_url.empty() || command.exposure.behind_proxy)
    return "in sandbox mode nobody is authenticated, so --public-url and --behind-proxy are not for it";
  return "";
}

std::string objection_to_public_url(const std::string& text) {
  if (text.empty()) return "--public-url is missing: it is what clients' tokens are for";
  const auto url = parse_url(text);
  if (!url) return std::string("--public-url: ").append(url.error().diagnostics);
  if (!url->origin.tls) return "--public-url must be https";
  if (!url->query.empty() || text.ends_with('/')) return "--public-url must have no query, and no / at its end";
  return "";
}

// An origin as browsers send it: scheme, host, and a port unless it is the scheme's own.
bool is_origin(const std::string& text) {
  const auto url = parse_url(text);
  return url && url->origin.to_string() == text;
}

std::string objection_to_tls(const ExposureChoice& exposure) {
  const bool has_certificate = !exposure.tls.certificate.empty();
  if (has_certificate != !exposure.tls.key.empty()) return "--tls-cert and --tls-key belong together";
  if (!has_certificate && !exposure.tls.client_ca.empty()) return "--tls-client-ca needs --tls-cert";
  if (has_certificate && exposure.behind_proxy) return "--behind-proxy is plain HTTP: it excludes --tls-cert";
  return "";
}

// Replicas must give a patient one name, or what was answered at one is not known at another.
std::string objection_to_store(const OperationsChoice& operations) {
  if (!is_sqlite(operations.store) && operations.pseudonym_key.empty())
    return "--pseudonym-key is missing: a file of 32 secret bytes, the same for all replicas on one database";
  return "";
}

}  // namespace

std::string objection_to(const ServeCommand& command) {
  const ExposureChoice& exposure = command.exposure;
  if (auto why = objection_to_store(command.operations); !why.empty()) return why;
  if (auto why = objection_to_tls(exposure); !why.empty()) return why;
  for (const auto& origin : exposure.cors_origins)
    if (!is_origin(origin)) return "--cors-origin: not an origin such as https://ehr.example.org";
  if (exposure.sandbox) return objection_to_sandbox(command);
  if (command.fhir.clients_file.empty())
    return "--clients is missing: without a list of those who may call it starts with --sandbox only, which is for "
           "trying out on this machine with data of no real patient";
  if (!command.fhir.servers.empty() || !command.fhir.ca_file.empty())
    return "--fhir-server and --fhir-ca-file are for sandbox mode; the clients file has them for each client";
  if (command.guideline.as_of) return "--as-of is for sandbox mode";
  if (exposure.tls.certificate.empty() && !exposure.behind_proxy)
    return "--tls-cert and --tls-key are missing, or --behind-proxy if an ingress in front speaks TLS";
  return objection_to_public_url(exposure.public_url);
}

std::string objection_to(const Clients& clients, const ExposureChoice& exposure) {
  if (exposure.sandbox) return "";
  for (const auto& client : clients.list()) {
    const ClientIdentity& identity = client->identity;
    if (!identity.can_be_proved())
      return client->name + " has neither jku, jwksFile nor certificateNames, so it cannot prove who it is";
    if (!identity.certificate_names.empty() && exposure.tls.client_ca.empty())
      return client->name + " has certificateNames, which need --tls-client-ca";
  }
  return "";
}

}  // namespace server
