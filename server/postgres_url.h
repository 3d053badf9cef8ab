// How PostgreSQL is connected to, from the URL in the configuration.
#pragma once

#include <string>

#include "fhir/result.h"
#include "server/store_limits.h"

namespace server {

// A libpq URI as libpq's own "name=value" settings, with our bounds on times. Refuses (Issue value) what is no URI, and
// one with a password: command lines and configurations are read by many. The diagnostics hold nothing of the URL.
// Over a network the server must prove who it is (sslmode verify-full) unless the URL or PGSSLMODE says otherwise:
// comments of clinicians pass there.
fhir::Result<std::string> postgres_settings(const std::string& url, const StoreLimits& limits = {});

}  // namespace server
