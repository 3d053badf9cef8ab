#include "server/client_keys.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <utility>
#include <vector>

#include "server/log.h"
#include "server/metrics.h"
#include "server/secret_file.h"
#include "server/waiting_line.h"

namespace server {
namespace {

namespace asio = boost::asio;
using fhir::IssueType;
using fhir::Result;

// One for the fetch, and one in case it has to be repeated on a fresh connection.
constexpr std::size_t connections_per_client = 2;

OutboundLimits outbound_limits(const IdentityLimits& limits) {
  OutboundLimits outbound;
  outbound.response_bytes = limits.key_set_bytes;
  outbound.connections_per_origin = connections_per_client;
  return outbound;
}

OutboundRequest key_set_request(const Client& client) {
  OutboundRequest request;
  request.url = client.identity.key_set_url->url;
  request.trust = client.trust;
  request.accept = "application/jwk-set+json, application/json";
  return request;
}

Result<JwkSet> set_in_file(const Client& client, const IdentityLimits& limits) {
  auto text = read_bounded_file(client.identity.key_set_file, limits.key_set_bytes);
  if (!text) return text.error();
  return JwkSet::parse(std::move(*text), limits);
}

}  // namespace

// What is known of one client's keys.
struct ClientKeys::Entry {
  explicit Entry(Executor executor) : line(executor) {}

  std::shared_ptr<const JwkSet> set;           // nullptr until it was got
  SteadyTime got_at = SteadyTime::min();       // when `set` was
  SteadyTime not_before = SteadyTime::min();   // no fetch earlier: the last one failed
  SteadyTime next_search = SteadyTime::min();  // no fetch for the sake of an unknown key earlier
  bool is_fetching = false;
  WaitingLine line;  // for the end of a fetch
};

ClientKeys::ClientKeys(Executor executor, IdentityLimits limits, SteadyClock clock)
    : executor_(executor), limits_(limits), clock_(std::move(clock)), https_(executor, outbound_limits(limits)) {}
ClientKeys::~ClientKeys() = default;

void ClientKeys::close() { https_.close(); }

Result<void> ClientKeys::load(const Clients& clients) {
  std::vector<std::pair<Clients::Pointer, JwkSet>> read;
  for (const auto& client : clients.list()) {
    const auto& identity = client->identity;
    if (identity.key_set_file.empty()) continue;
    auto set = set_in_file(*client, limits_);
    const std::string file = identity.key_set_file.string() + ": ";
    if (!set) return fhir::issue(set.error().code, file + "the JWK Set " + set.error().diagnostics);
    if (!set->has_key_for(identity.algorithms))
      return fhir::issue(IssueType::value, file + "no key fits the algorithms of the client " + client->name);
    read.emplace_back(client, std::move(*set));
  }
  for (auto& [client, set] : read) settle(*entry_of(*client), *client, std::move(set));
  return {};
}

ClientKeys::EntryPointer ClientKeys::entry_of(const Client& client) {
  // With where its keys are: those from another place are others.
  const auto& identity = client.identity;
  auto& entry = entries_[client.name + '\n' +
                         (identity.key_set_url ? identity.key_set_url->written : identity.key_set_file.string())];
  if (!entry) entry = std::make_shared<Entry>(executor_);
  return entry;
}

Awaitable<KeyForToken> ClientKeys::key_for(Clients::Pointer client, std::optional<std::string> key_id,
                                           JwsAlgorithm algorithm) {
  co_return co_await asio::co_spawn(executor_, key_for_here(std::move(client), std::move(key_id), algorithm), awaited);
}

Awaitable<KeyForToken> ClientKeys::key_for_here(Clients::Pointer client, std::optional<std::string> key_id,
                                                JwsAlgorithm algorithm) {
  const EntryPointer entry = entry_of(*client);
  const auto now = clock_();
  const auto is_older_than = [&](std::chrono::milliseconds age) { return !entry->set || now >= entry->got_at + age; };
  const auto find = [&] {
    const VerificationKey* key = entry->set ? entry->set->find(key_id, algorithm) : nullptr;
    return std::shared_ptr<const VerificationKey>(entry->set, key);
  };

  const bool is_known = !is_older_than(limits_.keys_stale) && find();
  const bool may_fetch = now >= entry->not_before;
  if (is_older_than(limits_.keys_fresh) && may_fetch) {
    begin_fetch(entry, client);
  } else if (!is_known && may_fetch && now >= entry->next_search) {
    entry->next_search = now + limits_.unknown_key_pause;
    begin_fetch(entry, client);
  }
  if (!is_known && entry->is_fetching) {
    co_await entry->line.wait_until(std::chrono::steady_clock::now() + patience());
    // It was looked for just now, whatever that fetch was for; unless there was nothing to look in.
    if (!find()) entry->next_search = now + limits_.unknown_key_pause;
    if (clock_() < entry->not_before) entry->next_search = entry->not_before;
  }
  if (!entry->set || clock_() >= entry->got_at + limits_.keys_expired) co_return KeyForToken{};
  co_return KeyForToken{find(), true};
}

// A fetch ends by its own deadline; this is for the case that it does not.
std::chrono::milliseconds ClientKeys::patience() const { return limits_.key_fetch + std::chrono::milliseconds(500); }

// One at a time, for all who want to know; it goes on when none of them waits any longer.
void ClientKeys::begin_fetch(const EntryPointer& entry, Clients::Pointer client) {
  if (std::exchange(entry->is_fetching, true)) return;
  try {
    asio::co_spawn(executor_, fetch(entry, std::move(client)), asio::detached);
  } catch (...) {
    entry->is_fetching = false;
    throw;
  }
}

Awaitable<void> ClientKeys::fetch(EntryPointer entry, Clients::Pointer client) {
  Result<JwkSet> set = fhir::issue(IssueType::exception, "could not be got");
  try {
    set = co_await fetched(client);
  } catch (const std::exception& failure) {
    log_failure("-", failure.what());
  }
  metrics().jwks_refreshes.of({client->name, set ? "ok" : "failed"}).Increment();
  settle(*entry, *client, std::move(set));
}

Awaitable<Result<JwkSet>> ClientKeys::fetched(Clients::Pointer client) {
  constexpr unsigned ok = 200;
  if (!client->identity.key_set_url) co_return set_in_file(*client, limits_);
  auto response =
      co_await https_.exchange(key_set_request(*client), std::chrono::steady_clock::now() + limits_.key_fetch);
  if (!response)
    co_return fhir::issue(IssueType::transient,
                          std::string("could not be fetched: ").append(to_string(response.error())));
  // A redirect is no answer: where it leads, nobody has allowed.
  if (response->status != ok)
    co_return fhir::issue(IssueType::transient,
                          std::string("could not be fetched: status ").append(std::to_string(response->status)));
  co_return JwkSet::parse(std::move(response->body), limits_);
}

void ClientKeys::settle(Entry& entry, const Client& client, Result<JwkSet> set) {
  if (set) {
    entry.set = std::make_shared<const JwkSet>(std::move(*set));
    entry.got_at = clock_();
  } else {
    entry.not_before = clock_() + limits_.failed_fetch_pause;
    log_key_failure(client.name, set.error().diagnostics);
  }
  entry.is_fetching = false;
  entry.line.wake_all();
}

}  // namespace server
