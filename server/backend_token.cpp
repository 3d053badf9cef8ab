#include "server/backend_token.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <optional>
#include <utility>

#include "server/client_assertion.h"
#include "server/log.h"
#include "server/waiting_line.h"

namespace server {
namespace {

namespace asio = boost::asio;
using fhir::IssueType;
using fhir::Result;

// Tokens kept at once: one for each FHIR server, and few clients share one.
constexpr std::size_t most_entries = 256;
// For both requests of a fetch together. Longer than a call can wait: the next one has the token.
constexpr std::chrono::seconds fetch_deadline{5};
// A token server that failed is left alone for so long.
constexpr std::chrono::seconds failure_pause{5};
constexpr std::chrono::hours endpoint_lifetime{24};
// A token is replaced so long before it expires, or a tenth of its life if that is less: it has to arrive, too.
constexpr std::chrono::seconds longest_margin{60};

fhir::Issue refusal(std::string_view step, NoResponse why) {
  const bool is_late = why == NoResponse::timeout || why == NoResponse::busy;
  return fhir::issue(is_late ? IssueType::timeout : IssueType::transient,
                     std::string(step) + ": " + std::string(to_string(why)));
}

fhir::Issue refusal(std::string_view step, unsigned status, std::string_view error) {
  const bool may_pass = status == 429 || status >= 500;
  std::string diagnostics = std::string(step) + ": status " + std::to_string(status);
  if (!error.empty()) diagnostics.append(", ").append(error);
  return fhir::issue(may_pass ? IssueType::transient : IssueType::security, std::move(diagnostics));
}

OutboundRequest configuration_request(const HttpUrl& fhir_base, Trust trust) {
  OutboundRequest request;
  request.url = url_below(fhir_base, ".well-known/smart-configuration");
  request.trust = std::move(trust);
  request.accept = "application/json";
  return request;
}

OutboundRequest token_request(const TokenEndpoint& endpoint, Trust trust, std::string body) {
  OutboundRequest request;
  request.method = boost::beast::http::verb::post;
  request.url = endpoint.url;
  request.trust = std::move(trust);
  request.accept = "application/json";
  request.content_type = "application/x-www-form-urlencoded";
  request.body = std::move(body);
  return request;
}

}  // namespace

// What is known about one token: how the last fetch ended, and until when that counts.
struct BackendTokens::Entry {
  explicit Entry(Executor executor) : line(executor) {}

  std::optional<Result<std::string>> outcome;
  SteadyTime outcome_expires = SteadyTime::min();
  std::optional<TokenEndpoint> endpoint;  // as the FHIR server named it
  SteadyTime endpoint_expires = SteadyTime::min();
  bool is_fetching = false;
  WaitingLine line;  // for the end of a fetch
};

BackendTokens::BackendTokens(Executor executor, HttpsClient& https, TokenClocks clocks)
    : executor_(std::move(executor)), https_(https), clocks_(std::move(clocks)) {}
BackendTokens::~BackendTokens() = default;

Awaitable<Result<std::string>> BackendTokens::token_for(BackendAuthorization authorization, HttpUrl fhir_base,
                                                        Trust trust, SteadyTime deadline) {
  const EntryPointer entry = entry_for(authorization, fhir_base);
  if (!entry) co_return fhir::issue(IssueType::throttled, "too many access tokens are being fetched");
  if (entry->outcome && clocks_.steady() < entry->outcome_expires) co_return *entry->outcome;
  if (!std::exchange(entry->is_fetching, true))
    asio::co_spawn(executor_, fetch(entry, std::move(authorization), std::move(fhir_base), std::move(trust)),
                   asio::detached);
  if (!co_await entry->line.wait_until(deadline))
    co_return fhir::issue(IssueType::timeout, "the access token for the FHIR server was not there in time");
  co_return *entry->outcome;
}

void BackendTokens::forget(std::string_view token) {
  constexpr std::string_view scheme = "Bearer ";
  if (token.starts_with(scheme)) token.remove_prefix(scheme.size());
  for (const auto& [key, entry] : entries_)
    if (entry->outcome && entry->outcome->has_value() && **entry->outcome == token)
      entry->outcome_expires = SteadyTime::min();
}

// nullptr if there is no room.
BackendTokens::EntryPointer BackendTokens::entry_for(const BackendAuthorization& authorization,
                                                     const HttpUrl& fhir_base) {
  EntryKey key(authorization.client_id, authorization.scope,
               authorization.token_url ? authorization.token_url->written : "", fhir_base.to_string(),
               authorization.private_key);
  if (const auto found = entries_.find(key); found != entries_.end()) return found->second;
  if (entries_.size() >= most_entries && !make_room()) return nullptr;
  return entries_.emplace(std::move(key), std::make_shared<Entry>(executor_)).first->second;
}

// Gives up the token that would have to be replaced first.
bool BackendTokens::make_room() {
  const auto kept_until = [](const auto& element) {
    return element.second->is_fetching ? SteadyTime::max() : element.second->outcome_expires;
  };
  const auto first = std::ranges::min_element(entries_, {}, kept_until);
  if (first->second->is_fetching) return false;
  entries_.erase(first);
  return true;
}

Awaitable<void> BackendTokens::fetch(EntryPointer entry, BackendAuthorization authorization, HttpUrl fhir_base,
                                     Trust trust) {
  Result<AccessToken> token = fhir::issue(IssueType::exception, "the access token could not be fetched");
  try {
    const auto deadline = std::chrono::steady_clock::now() + fetch_deadline;
    token = co_await ask(entry, std::move(authorization), std::move(fhir_base), std::move(trust), deadline);
  } catch (const std::exception& failure) {
    log_failure("", failure.what());
  }
  settle(*entry, std::move(token));
}

Awaitable<Result<AccessToken>> BackendTokens::ask(EntryPointer entry, BackendAuthorization authorization,
                                                  HttpUrl fhir_base, Trust trust, SteadyTime deadline) {
  constexpr std::string_view step = "the token server gave no access token";
  const auto endpoint = co_await this->endpoint(entry, authorization, std::move(fhir_base), trust, deadline);
  if (!endpoint) co_return endpoint.error();
  const auto now = std::chrono::floor<std::chrono::seconds>(clocks_.system());
  const auto assertion =
      client_assertion(*authorization.private_key, {authorization.client_id, endpoint->written, now});
  if (!assertion) co_return assertion.error();
  auto request = token_request(*endpoint, std::move(trust), token_request_body(authorization.scope, *assertion));
  auto response = co_await https_.exchange(std::move(request), deadline);
  if (!response) co_return refusal(step, response.error());
  if (response->status != 200) co_return refusal(step, response->status, token_error_in(std::move(response->body)));
  co_return access_token_in(std::move(response->body));
}

// From the clients file, or as the FHIR server named it lately, or now asked for.
Awaitable<Result<TokenEndpoint>> BackendTokens::endpoint(EntryPointer entry, BackendAuthorization authorization,
                                                         HttpUrl fhir_base, Trust trust, SteadyTime deadline) {
  constexpr std::string_view step = "the FHIR server gave no smart-configuration";
  if (authorization.token_url) co_return *authorization.token_url;
  if (entry->endpoint && clocks_.steady() < entry->endpoint_expires) co_return *entry->endpoint;
  const bool allows_loopback = trust.allows_loopback || fhir_base.origin.is_loopback();
  auto request = configuration_request(fhir_base, std::move(trust));
  auto response = co_await https_.exchange(std::move(request), deadline);
  if (!response) co_return refusal(step, response.error());
  if (response->status != 200) co_return refusal(step, response->status, "");
  auto endpoint = token_endpoint_in(std::move(response->body), allows_loopback);
  if (!endpoint) co_return endpoint.error();
  entry->endpoint = *endpoint;
  entry->endpoint_expires = clocks_.steady() + endpoint_lifetime;
  co_return endpoint;
}

void BackendTokens::settle(Entry& entry, Result<AccessToken> token) {
  entry.is_fetching = false;
  if (token) {
    const std::chrono::milliseconds lifetime = token->lifetime;
    entry.outcome_expires =
        clocks_.steady() + lifetime - std::min<std::chrono::milliseconds>(longest_margin, lifetime / 10);
    entry.outcome = std::move(token->text);
  } else {
    entry.outcome_expires = clocks_.steady() + failure_pause;
    entry.outcome = token.error();
    entry.endpoint.reset();  // it may have moved
  }
  entry.line.wake_all();
}

}  // namespace server
