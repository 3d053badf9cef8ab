// The admin port: whether the service lives and is ready, and what it counts. For those who operate it, on an address
// that only they reach.
#pragma once

#include <atomic>
#include <functional>

#include "server/http_server.h"
#include "server/router.h"

namespace server {

// True from the first signal to end on.
using Draining = std::atomic<bool>;

// GET /livez: 200 if every thread of `hooks` turns within a second, else 503. GET /readyz: 200 if hooks can be
// answered, else 503 and why not. What other systems do is no part of it: all replicas would go at once. GET /metrics:
// the text format of Prometheus. All are answered while the service ends. `hooks` and `draining` outlive the router.
Router admin_routes(HttpServer& hooks, const Draining& draining);

}  // namespace server
