// The signals of a running server: SIGTERM and SIGINT end it after the calls under way, and at once if they come twice;
// SIGHUP has it read again what may change meanwhile.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <functional>

#include "server/asynchronous.h"

namespace server {

class HttpServer;

// Caught from the moment it exists: a server that listens never dies of a signal in the middle of a call.
class Signals {
 public:
  // Runs the server until it is told to end. `refresh` is called on SIGHUP, and every half minute, for certificates are
  // renewed by programs that know nobody to signal to; on a thread of its own.
  void run(HttpServer& server, std::function<void()> refresh);

 private:
  void await_stop(HttpServer& server);
  void await_stop_at_once(HttpServer& server);
  void await_reload(const std::function<void()>& refresh);
  void await_interval(const std::function<void()>& refresh);

  boost::asio::io_context context_{1};
  boost::asio::signal_set stop_{context_, SIGTERM, SIGINT};
  boost::asio::signal_set reload_{context_, SIGHUP};
  Timer timer_{context_.get_executor()};
};

}  // namespace server
