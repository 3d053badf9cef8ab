#include "server/fhir_source.h"

#include <algorithm>
#include <utility>

namespace server {
namespace {

// Whoever calls would use our own access: nobody is asked who he is.
bool is_harmless(const Clients::Pointer& client) {
  return !client->backend_authorization ||
         std::ranges::all_of(client->fhir_servers, [](const HttpUrl& server) { return server.origin.is_loopback(); });
}

}  // namespace

FhirSource source_of(std::shared_ptr<const Clients> clients, const FhirChoice& choice, Outbound& outbound) {
  GatherLimits limits;
  limits.deadline = choice.deadline;
  return FhirSource{std::move(clients), outbound.fhir(), limits};
}

fhir::Result<FhirSource> sandbox_source(const FhirChoice& choice, Outbound& outbound) {
  std::vector<Clients::Pointer> list;
  if (!choice.clients_file.empty()) {
    const auto clients = read_clients(choice.clients_file);
    if (!clients) return clients.error();
    list = clients->list();
    if (!std::ranges::all_of(list, is_harmless))
      return fhir::issue(fhir::IssueType::security,
                         "in sandbox mode anyone may call, so backendAuthorization is for FHIR servers on this machine "
                         "only");
  }
  auto anyone = sandbox_client(choice.servers, choice.ca_file);
  if (!anyone) return anyone.error();
  list.push_back(std::make_shared<const Client>(std::move(*anyone)));
  return source_of(std::make_shared<const Clients>(std::move(list)), choice, outbound);
}

}  // namespace server
