#include "server/admin.h"

#include <memory>
#include <string>

#include "server/metrics.h"

namespace server {
namespace {

constexpr std::chrono::seconds patience{1};
constexpr std::chrono::milliseconds pause{5};

HttpResponse answer_of(http::status status, std::string body) {
  return {status, "application/json", std::move(body), ""};
}

// Each thread is given something to do; one that is stuck does not do it.
Awaitable<bool> turns(HttpServer& hooks) {
  const auto turned = std::make_shared<std::atomic<unsigned>>(0);
  hooks.touch(turned);
  const auto end = std::chrono::steady_clock::now() + patience;
  Timer timer(co_await boost::asio::this_coro::executor);
  while (*turned < hooks.threads() && std::chrono::steady_clock::now() < end) {
    timer.expires_after(pause);
    co_await timer.async_wait(as_tuple);
  }
  co_return *turned >= hooks.threads();
}

Reply live(HttpServer& hooks) {
  const bool is_live = co_await turns(hooks);
  if (is_live) co_return answer_of(http::status::ok, R"({"status":"alive"})");
  co_return answer_of(http::status::service_unavailable, R"({"status":"stuck"})");
}

Reply ready(HttpServer& hooks, const Draining& draining) {
  if (draining) co_return answer_of(http::status::service_unavailable, R"({"status":"draining"})");
  if (hooks.state().is_full) co_return answer_of(http::status::service_unavailable, R"({"status":"full"})");
  co_return answer_of(http::status::ok, R"({"status":"ready"})");
}

Reply measured(HttpServer& hooks, const Draining& draining) {
  const auto state = hooks.state();
  metrics().connections_open.Set(static_cast<double>(state.connections_open));
  metrics().bytes_in_flight.Set(static_cast<double>(state.bytes_in_flight));
  metrics().draining.Set(draining ? 1 : 0);
  co_return HttpResponse{http::status::ok, "text/plain; version=0.0.4; charset=utf-8", metrics().to_text(), ""};
}

}  // namespace

Router admin_routes(HttpServer& hooks, const Draining& draining) {
  Router router;
  router.add(http::verb::get, "/livez", Body::none, [&hooks](HttpRequest&) { return live(hooks); });
  router.add(http::verb::get, "/readyz", Body::none,
             [&hooks, &draining](HttpRequest&) { return ready(hooks, draining); });
  router.add(http::verb::get, "/metrics", Body::none,
             [&hooks, &draining](HttpRequest&) { return measured(hooks, draining); });
  return router;
}

}  // namespace server
