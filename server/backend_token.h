// Access tokens of our own, for FHIR servers whose EHR sends none with a call: asked for once, kept while they live.
//
// Everything here runs on one executor, so nothing needs a lock. Tokens, assertions and keys are never logged, and are
// in no Issue.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>

#include "fhir/result.h"
#include "server/asynchronous.h"
#include "server/clients.h"
#include "server/https_client.h"
#include "server/token_request.h"

namespace server {

// What times are told by: of the machine, unless a test has others.
struct TokenClocks {
  std::function<SteadyTime()> steady = std::chrono::steady_clock::now;
  std::function<std::chrono::system_clock::time_point()> system = std::chrono::system_clock::now;
};

class BackendTokens {
 public:
  // `https` outlives this; both outlive the last run of the executor's context.
  BackendTokens(Executor executor, HttpsClient& https, TokenClocks clocks = {});
  ~BackendTokens();
  BackendTokens(const BackendTokens&) = delete;
  BackendTokens& operator=(const BackendTokens&) = delete;

  // A token for the FHIR server at this base URL, kept or fetched. However many wait for one, it is fetched once, and
  // the fetch goes on when none of them waits any longer. That it failed is remembered for some seconds. The
  // diagnostics of an Issue say which step failed.
  Awaitable<fhir::Result<std::string>> token_for(BackendAuthorization authorization, HttpUrl fhir_base, Trust trust,
                                                 SteadyTime deadline);

  // For a token that a FHIR server answered with 401: it is not given again. With or without "Bearer " before it.
  void forget(std::string_view token);

 private:
  struct Entry;
  using EntryPointer = std::shared_ptr<Entry>;
  // All that a token depends on. (The key is held, so that no other can come to lie at its address.)
  using EntryKey = std::tuple<std::string, std::string, std::string, std::string, std::shared_ptr<const SigningKey>>;

  EntryPointer entry_for(const BackendAuthorization& authorization, const HttpUrl& fhir_base);
  bool make_room();
  Awaitable<void> fetch(EntryPointer entry, BackendAuthorization authorization, HttpUrl fhir_base, Trust trust);
  Awaitable<fhir::Result<AccessToken>> ask(EntryPointer entry, BackendAuthorization authorization, HttpUrl fhir_base,
                                           Trust trust, SteadyTime deadline);
  Awaitable<fhir::Result<TokenEndpoint>> endpoint(EntryPointer entry, BackendAuthorization authorization,
                                                  HttpUrl fhir_base, Trust trust, SteadyTime deadline);
  void settle(Entry& entry, fhir::Result<AccessToken> token);

  Executor executor_;
  HttpsClient& https_;
  TokenClocks clocks_;
  std::map<EntryKey, EntryPointer> entries_;
};

}  // namespace server
