#include "server/signals.h"

#include <thread>
#include <utility>

#include "server/event_loop.h"
#include "server/http_server.h"

namespace server {
namespace {

constexpr std::chrono::seconds refresh_interval{30};

using Error = boost::system::error_code;

}  // namespace

void Signals::run(HttpServer& server, SignalActions actions) {
  actions_ = std::move(actions);
  await_end(server);
  await(reload_, actions_.reload);
  await(log_more_, actions_.log_more);
  await_interval();
  std::thread waiting([this] { run_to_end(context_); });
  server.run();
  context_.stop();
  waiting.join();
}

void Signals::await_end(HttpServer& server) {
  end_.async_wait([this, &server](const Error& error, int) {
    if (error) return;
    await_end_at_once(server);
    actions_.end();
    server.announce_end();
    notice_.expires_after(actions_.end_notice);
    notice_.async_wait([&server](const Error& failed) {
      if (!failed) server.stop();
    });
  });
}

void Signals::await_end_at_once(HttpServer& server) {
  end_.async_wait([&server](const Error& error, int) {
    if (!error) server.stop_at_once();
  });
}

void Signals::await(boost::asio::signal_set& signals, const Action& action) {
  signals.async_wait([this, &signals, &action](const Error& error, int) {
    if (error) return;
    await(signals, action);
    action();
  });
}

void Signals::await_interval() {
  interval_.expires_after(refresh_interval);
  interval_.async_wait([this](const Error& error) {
    if (error) return;
    await_interval();
    actions_.refresh();
  });
}

}  // namespace server
