#include "server/signals.h"

#include <thread>

#include "server/event_loop.h"
#include "server/http_server.h"

namespace server {
namespace {

constexpr std::chrono::seconds refresh_interval{30};

}  // namespace

void Signals::run(HttpServer& server, std::function<void()> refresh) {
  await_stop(server);
  await_reload(refresh);
  await_interval(refresh);
  std::thread waiting([this] { run_to_end(context_); });
  server.run();
  context_.stop();
  waiting.join();
}

void Signals::await_stop(HttpServer& server) {
  stop_.async_wait([this, &server](const boost::system::error_code& error, int) {
    if (error) return;
    server.stop();
    await_stop_at_once(server);
  });
}

void Signals::await_stop_at_once(HttpServer& server) {
  stop_.async_wait([&server](const boost::system::error_code& error, int) {
    if (!error) server.stop_at_once();
  });
}

void Signals::await_reload(const std::function<void()>& refresh) {
  reload_.async_wait([this, &refresh](const boost::system::error_code& error, int) {
    if (error) return;
    await_reload(refresh);
    refresh();
  });
}

void Signals::await_interval(const std::function<void()>& refresh) {
  timer_.expires_after(refresh_interval);
  timer_.async_wait([this, &refresh](const boost::system::error_code& error) {
    if (error) return;
    await_interval(refresh);
    refresh();
  });
}

}  // namespace server
