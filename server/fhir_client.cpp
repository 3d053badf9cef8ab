#include "server/fhir_client.h"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <utility>

#include "fhir/json.h"
#include "server/circuit_breaker.h"
#include "server/fhir_status.h"
#include "server/metrics.h"
#include "server/waiting_line.h"

namespace server {
namespace {

namespace asio = boost::asio;
using fhir::FhirVersion;
using fhir::IssueType;
using fhir::Result;

// A version changes with an upgrade of the EHR. One that could not be learned is asked for again sooner.
constexpr std::chrono::hours version_lifetime{24};
constexpr std::chrono::minutes no_version_lifetime{10};
// Less than this before the deadline, an answer cannot be expected.
constexpr std::chrono::milliseconds least_time{50};
// With so long before the deadline, a server that does not answer is to blame.
constexpr std::chrono::milliseconds fair_time{250};
// Longer than a call waits: large servers take their time to list what they can do.
constexpr std::chrono::seconds version_deadline{5};
// A search that was refused in its full form is asked in it again after so long.
constexpr std::chrono::hours plain_lifetime{1};

SteadyTime now() { return std::chrono::steady_clock::now(); }

// Only what says something about the server counts: not one patient's answer that is too large, not our own limits, not
// a question that came too late.
void report(const OutboundResult<OutboundResponse>& response, bool had_time, CircuitBreaker& breaker) {
  if (response && !is_trouble(response->status)) return breaker.succeeded();
  const bool is_its_fault =
      response || response.error() == NoResponse::unreachable || (response.error() == NoResponse::timeout && had_time);
  if (is_its_fault)
    breaker.failed(now());
  else
    breaker.abstained();
}

void count(const OutboundResult<OutboundResponse>& response, const std::string& client, SteadyTime::duration took) {
  std::string_view result = "ok";
  if (!response)
    result = response.error() == NoResponse::timeout ? "timeout" : "failed";
  else if (response->status != 200)
    result = "failed";
  metrics().fhir_requests.of({client, result}).Increment();
  metrics().fhir_seconds.of({client}).Observe(std::chrono::duration<double>(took).count());
}

Result<std::string> body_of(Result<OutboundResponse> response, const FhirAccess& access) {
  if (!response) return response.error();
  if (response->status != 200) return refusal_by(response->status, !access.authorization.empty());
  return std::move(response->body);
}

std::optional<FhirVersion> version_in(std::string text) {
  fhir::JsonDocument document;
  const auto statement = document.parse(text);
  if (!statement) return std::nullopt;
  return fhir::parse_fhir_version((*statement)["fhirVersion"].text());
}

}  // namespace

// What is remembered of one server.
struct FhirClient::Server {
  explicit Server(Executor executor) : version_line(executor) {}

  std::array<CircuitBreaker, fhir_topic_count> breakers;
  // Until when a search is asked in plain form, for the full one was refused.
  std::array<SteadyTime, fhir_topic_count> plain_until{};
  std::optional<FhirVersion> version;
  SteadyTime version_expires{};
  bool asks_version = false;
  WaitingLine version_line;
};

FhirClient::FhirClient(Executor executor, OutboundLimits outbound, BreakerLimits breaker)
    : executor_(executor),
      limits_(outbound),
      breaker_limits_(breaker),
      https_(executor, outbound),
      tokens_(executor, https_) {}
FhirClient::~FhirClient() = default;

void FhirClient::close() { https_.close(); }

FhirClient::ServerPtr FhirClient::server_at(const HttpUrl& base) {
  // In sandbox mode anyone may name servers: what is forgotten is only learned again.
  if (servers_.size() >= limits_.origins) servers_.clear();
  auto& server = servers_[base.to_string()];
  if (!server) server = std::make_shared<Server>(executor_);
  return server;
}

FhirClient::Body FhirClient::fetch(FhirAccessPtr access, FhirTopic topic, std::string target, std::string plain) {
  co_return co_await asio::co_spawn(executor_, fetch_here(access, topic, std::move(target), std::move(plain)), awaited);
}

FhirClient::Body FhirClient::fetch_page(FhirAccessPtr access, FhirTopic topic, HttpUrl url) {
  co_return co_await asio::co_spawn(executor_, fetch_page_here(access, topic, std::move(url)), awaited);
}

Awaitable<std::optional<FhirVersion>> FhirClient::version(FhirAccessPtr access) {
  co_return co_await asio::co_spawn(executor_, version_here(access), awaited);
}

Awaitable<std::optional<FhirVersion>> FhirClient::known_version(FhirAccessPtr access) {
  co_return co_await asio::co_spawn(executor_, known_version_here(access), awaited);
}

FhirClient::Body FhirClient::fetch_here(FhirAccessPtr access, FhirTopic topic, std::string target, std::string plain) {
  constexpr unsigned bad_request = 400;
  const ServerPtr server = server_at(access->base);
  const bool has_plain = !plain.empty() && plain != target;
  const bool starts_plain = has_plain && now() < server->plain_until[topic];
  const std::string& first = starts_plain ? plain : target;
  auto response = co_await ask(access, server, topic, url_below(access->base, first));
  if (response && response->status == bad_request && has_plain && !starts_plain) {
    response = co_await ask(access, server, topic, url_below(access->base, plain));
    if (response && response->status == 200) server->plain_until[topic] = now() + plain_lifetime;
  }
  co_return body_of(std::move(response), *access);
}

FhirClient::Body FhirClient::fetch_page_here(FhirAccessPtr access, FhirTopic topic, HttpUrl url) {
  auto response = co_await ask(access, server_at(access->base), topic, std::move(url));
  co_return body_of(std::move(response), *access);
}

// One question: with a token, if the server is not being left alone, and once more if it asks for a moment.
Awaitable<Result<OutboundResponse>> FhirClient::ask(FhirAccessPtr access, ServerPtr server, FhirTopic topic,
                                                    HttpUrl url) {
  auto authorization = co_await this->authorization(access);
  if (!authorization) co_return authorization.error();
  CircuitBreaker& breaker = server->breakers[topic];
  if (!breaker.admits(now(), breaker_limits_)) {
    metrics().fhir_requests.of({access->client->name, "refused"}).Increment();
    co_return fhir::issue(IssueType::transient,
                          "the FHIR server failed repeatedly, and is left alone for some seconds");
  }

  OutboundRequest request;
  request.url = std::move(url);
  request.trust = access->client->trust;
  request.authorization = *authorization;
  request.traceparent = access->traceparent;
  request.request_id = access->request_id;
  const auto begun = now();
  const bool had_time = access->deadline - begun >= fair_time;
  auto response = co_await ask_patiently(std::move(request), access->deadline);
  count(response, access->client->name, now() - begun);
  report(response, had_time, breaker);
  if (!response) co_return refusal_by(response.error());
  if (response->status == 401 && access->authorization.empty()) tokens_.forget(*authorization);
  co_return std::move(*response);
}

Awaitable<OutboundResult<OutboundResponse>> FhirClient::ask_patiently(OutboundRequest request, SteadyTime deadline) {
  auto response = co_await https_.exchange(request, deadline);
  const auto wait = response ? retry_after(*response) : std::nullopt;
  if (!wait || now() + *wait + least_time > deadline) co_return response;
  Timer timer(executor_, *wait);
  co_await timer.async_wait(as_tuple);
  co_return co_await https_.exchange(std::move(request), deadline);
}

// What the call brought, else a token of our own, else nothing: some servers ask for none.
Awaitable<Result<std::string>> FhirClient::authorization(FhirAccessPtr access) {
  if (!access->authorization.empty()) co_return access->authorization;
  if (!access->client->backend_authorization) co_return std::string();
  const auto token = co_await tokens_.token_for(*access->client->backend_authorization, access->base,
                                                access->client->trust, access->deadline);
  if (!token) co_return token.error();
  co_return "Bearer " + *token;
}

Awaitable<std::optional<FhirVersion>> FhirClient::known_version_here(FhirAccessPtr access) {
  const ServerPtr server = server_at(access->base);
  co_return now() < server->version_expires ? server->version : std::nullopt;
}

// Asked once for all who want to know, and to the end, even if they do not wait so long.
Awaitable<std::optional<FhirVersion>> FhirClient::version_here(FhirAccessPtr access) {
  const ServerPtr server = server_at(access->base);
  if (now() < server->version_expires) co_return server->version;
  if (!std::exchange(server->asks_version, true))
    asio::co_spawn(executor_, ask_version(access, server), asio::detached);
  co_await server->version_line.wait_until(access->deadline);
  co_return server->version;
}

// Without a token: what a server can do is no secret (FHIR R4 "capabilities"), and a token is for the patient's data.
Awaitable<void> FhirClient::ask_version(FhirAccessPtr access, ServerPtr server) {
  OutboundRequest request;
  request.url = url_below(access->base, "metadata");
  request.trust = access->client->trust;
  request.request_id = access->request_id;
  const auto response = co_await https_.exchange(std::move(request), now() + version_deadline);
  server->version = response && response->status == 200 ? version_in(response->body) : std::nullopt;
  server->version_expires =
      now() + (server->version ? SteadyTime::duration(version_lifetime) : SteadyTime::duration(no_version_lifetime));
  server->asks_version = false;
  server->version_line.wake_all();
}

}  // namespace server
