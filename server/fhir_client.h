// What FHIR servers are asked, and what becomes of their answers: the body of a success, or an Issue. "Nothing was
// found" is a success; that one may not look (401, 403), or that looking failed, never is.
//
// May be called from any thread: the work is done on the client's executor, and with it all that is remembered of a
// server: what failed lately, which searches it refused as they were, its version, the tokens.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "fhir/result.h"
#include "fhir/search.h"
#include "fhir/version.h"
#include "server/backend_token.h"
#include "server/fhir_access.h"
#include "server/https_client.h"

namespace server {

// What is asked for, by what failures are counted: each search, and the reading of Medications.
using FhirTopic = std::size_t;
inline constexpr FhirTopic medication_reads = fhir::query_count;
inline constexpr std::size_t fhir_topic_count = fhir::query_count + 1;

class FhirClient {
 public:
  FhirClient(Executor executor, OutboundLimits outbound, BreakerLimits breaker);
  ~FhirClient();
  FhirClient(const FhirClient&) = delete;
  FhirClient& operator=(const FhirClient&) = delete;

  using Body = Awaitable<fhir::Result<std::string>>;
  // Asks for `target`, "Type/id" or "Type?query" relative to the base URL. A server that refuses it with 400 is asked
  // for `plain`, unless that is "", and from then on at once.
  Body fetch(FhirAccessPtr access, FhirTopic topic, std::string target, std::string plain);
  // Another page of an answer; `url` is below the base URL.
  Body fetch_page(FhirAccessPtr access, FhirTopic topic, HttpUrl url);
  // The version that the server says it speaks; nothing if it does not say, or not before the deadline. Asked at most
  // once in a while.
  Awaitable<std::optional<fhir::FhirVersion>> version(FhirAccessPtr access);

  // The same without asking: nothing if it has not been asked lately.
  Awaitable<std::optional<fhir::FhirVersion>> known_version(FhirAccessPtr access);

  // For the end, before the executor's context goes.
  void close();

 private:
  struct Server;
  using ServerPtr = std::shared_ptr<Server>;

  ServerPtr server_at(const HttpUrl& base);
  Body fetch_here(FhirAccessPtr access, FhirTopic topic, std::string target, std::string plain);
  Body fetch_page_here(FhirAccessPtr access, FhirTopic topic, HttpUrl url);
  Awaitable<std::optional<fhir::FhirVersion>> known_version_here(FhirAccessPtr access);
  Awaitable<std::optional<fhir::FhirVersion>> version_here(FhirAccessPtr access);
  Awaitable<void> ask_version(FhirAccessPtr access, ServerPtr server);
  Awaitable<fhir::Result<OutboundResponse>> ask(FhirAccessPtr access, ServerPtr server, FhirTopic topic, HttpUrl url);
  Awaitable<OutboundResult<OutboundResponse>> ask_patiently(OutboundRequest request, SteadyTime deadline);
  Awaitable<fhir::Result<std::string>> authorization(FhirAccessPtr access);

  Executor executor_;
  OutboundLimits limits_;
  BreakerLimits breaker_limits_;
  HttpsClient https_;
  BackendTokens tokens_;
  std::map<std::string, ServerPtr> servers_;  // by base URL
};

}  // namespace server
