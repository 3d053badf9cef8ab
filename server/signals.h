// The signals of a running server: SIGTERM and SIGINT end it after the calls under way, and at once if they come twice;
// SIGHUP has it read its files again; SIGUSR1 has it log more, and less again.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <functional>

#include "server/asynchronous.h"

namespace server {

class HttpServer;

// What is done about them, on a thread of its own.
struct SignalActions {
  std::function<void()> end;       // SIGTERM, SIGINT: before the server begins to end
  std::function<void()> reload;    // SIGHUP
  std::function<void()> refresh;   // every half minute: certificates are renewed by programs that know nobody to signal
  std::function<void()> log_more;  // SIGUSR1
  // From `end` to the server's stop: connections end with their next response, and new ones are still served.
  std::chrono::milliseconds end_notice{0};
};

// Caught from the moment it exists: a server that listens never dies of a signal in the middle of a call.
class Signals {
 public:
  // Runs the server until it is told to end.
  void run(HttpServer& server, SignalActions actions);

 private:
  using Action = std::function<void()>;

  void await_end(HttpServer& server);
  void await_end_at_once(HttpServer& server);
  void await(boost::asio::signal_set& signals, const Action& action);
  void await_interval();

  boost::asio::io_context context_{1};
  boost::asio::signal_set end_{context_, SIGTERM, SIGINT};
  boost::asio::signal_set reload_{context_, SIGHUP};
  boost::asio::signal_set log_more_{context_, SIGUSR1};
  Timer interval_{context_.get_executor()};
  Timer notice_{context_.get_executor()};
  SignalActions actions_;
};

}  // namespace server
