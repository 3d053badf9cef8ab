// A FHIR server for benchmarks: answers after a fixed time, on a thread of its own, and measures how long it really
// took.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "server/asynchronous.h"

namespace bench {

class LatentFhirServer {
 public:
  using Duration = std::chrono::steady_clock::duration;

  // `bodies`: the answer for each resource type, "Observation"; `latency`: from the end of a request to its answer.
  LatentFhirServer(std::map<std::string, std::string> bodies, Duration latency);
  ~LatentFhirServer();
  LatentFhirServer(const LatentFhirServer&) = delete;
  LatentFhirServer& operator=(const LatentFhirServer&) = delete;

  std::string url() const;
  std::size_t connection_count() const { return connections_; }
  std::size_t request_count() const { return requests_; }
  // The longest time from a request's end to the end of its answer, of the requests with this traceparent; forgets it.
  Duration take_slowest(const std::string& traceparent);

 private:
  server::Awaitable<void> accept_all();
  server::Awaitable<void> serve(server::Stream stream);
  const std::string& body_for(const std::string& target) const;
  void note(const std::string& traceparent, Duration time);

  const std::map<std::string, std::string> bodies_;
  const Duration latency_;
  std::atomic<std::size_t> connections_{0};
  std::atomic<std::size_t> requests_{0};
  std::mutex mutex_;
  std::map<std::string, Duration> slowest_;  // by traceparent
  boost::asio::io_context loop_{1};
  boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, server::Executor> acceptor_;
  std::thread thread_;
};

}  // namespace bench
