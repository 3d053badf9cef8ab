// The keys that clients' tokens are verified by: read from a file, or fetched from where a client publishes them, kept,
// and got anew as they change (CDS Hooks R220 to R222).
//
// May be called from any thread: the work is done on one executor, and what is remembered belongs to it. What a caller
// can bring about is bounded: however many ask, a set is fetched once; a key that nobody knows is looked for at most
// once a minute; a fetch that failed is not tried again at once.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "fhir/result.h"
#include "server/clients.h"
#include "server/https_client.h"
#include "server/jwk_set.h"

namespace server {

// What times between fetches are told by; of the machine, unless a test has another.
using SteadyClock = std::function<SteadyTime()>;

struct KeyForToken {
  std::shared_ptr<const VerificationKey> key;  // nullptr if there is none
  bool has_keys = false;                       // the client's keys are known; else none could be got
};

class ClientKeys {
 public:
  explicit ClientKeys(Executor executor, IdentityLimits limits = {},
                      SteadyClock clock = std::chrono::steady_clock::now);
  ~ClientKeys();
  ClientKeys(const ClientKeys&) = delete;
  ClientKeys& operator=(const ClientKeys&) = delete;

  // Reads the JWK Set files. Refuses (an Issue that names the file) one that cannot be read, is no JWK Set, or has no
  // key that a token of its client could be verified by. To be called once, before the first question.
  fhir::Result<void> load(const Clients& clients);

  // The key with this kid (nothing: a token without one) for this algorithm. Returns after the time of one fetch at
  // the latest.
  Awaitable<KeyForToken> key_for(Clients::Pointer client, std::optional<std::string> key_id, JwsAlgorithm algorithm);

  // For the end, before the executor's context goes.
  void close();

 private:
  struct Entry;
  using EntryPointer = std::shared_ptr<Entry>;

  EntryPointer entry_of(const Client& client);
  Awaitable<KeyForToken> key_for_here(Clients::Pointer client, std::optional<std::string> key_id,
                                      JwsAlgorithm algorithm);
  std::chrono::milliseconds patience() const;
  void begin_fetch(const EntryPointer& entry, Clients::Pointer client);
  Awaitable<void> fetch(EntryPointer entry, Clients::Pointer client);
  Awaitable<fhir::Result<JwkSet>> fetched(Clients::Pointer client);
  void settle(Entry& entry, const Client& client, fhir::Result<JwkSet> set);

  Executor executor_;
  const IdentityLimits limits_;
  const SteadyClock clock_;
  HttpsClient https_;
  std::map<std::string, EntryPointer> entries_;  // by the client's name
};

}  // namespace server
