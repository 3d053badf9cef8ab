// The status line and headers that every response begins with, whatever its body.
#pragma once

#include <string_view>

#include "fhir/kept_memory.h"
#include "server/cors.h"
#include "server/http.h"

namespace server {

struct ResponseContext {
  std::string_view request_id;
  std::string_view origin;  // of the page that asks, as a browser says; "" if none did
  const Cors& cors;
  bool keep_alive = true;
  bool tls = false;
};

// Ends with the empty line. What is about a patient is not kept by anybody on the way.
fhir::KeptText response_head(const HttpResponse& response, const ResponseContext& context);

}  // namespace server
