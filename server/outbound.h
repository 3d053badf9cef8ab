// The thread that talks to other servers. All connections out, and what is remembered of those servers, belong to it.
#pragma once

#include <memory>

#include "server/client_keys.h"
#include "server/fhir_client.h"
#include "server/limits.h"

namespace server {

class Outbound {
 public:
  explicit Outbound(OutboundLimits outbound = {}, BreakerLimits breaker = {}, IdentityLimits identity = {});
  ~Outbound();
  Outbound(const Outbound&) = delete;
  Outbound& operator=(const Outbound&) = delete;

  FhirClient& fhir();
  ClientKeys& client_keys();
  // ClientKeys::load, on the thread that the keys belong to; waits for it.
  fhir::Result<void> load_keys(const Clients& clients);

  // Ends the thread, and every question under way with it. To be called before the event loops of those who ask are
  // gone: what waits here is a part of their coroutines.
  void stop();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace server
