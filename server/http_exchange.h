// One request of a connection and its response.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "server/http_session.h"
#include "server/request_id.h"
#include "server/request_reader.h"

namespace server {

// What a connection is after an exchange.
enum class After : std::uint8_t {
  another_request,
  no_more_requests,
  end_of_writing,  // it was told to the client already
};

// What is decided about a request before it is read.
struct Terms {
  const char* overload = nullptr;  // why it is not even looked at, as metrics call it
  bool is_last = false;            // the connection ends with it, whatever the client wants
};

class HttpExchange {
 public:
  HttpExchange(Connection& connection, Connections& connections, Unparsed& unparsed, Terms terms);
  HttpExchange(const HttpExchange&) = delete;
  HttpExchange& operator=(const HttpExchange&) = delete;

  // Once.
  Awaitable<After> run();

 private:
  const HttpLimits& limits() const { return connections_.limits; }
  const RequestReader::Message& message() { return reader_.message(); }

  HttpRequest request_of_message();
  Awaitable<std::optional<HttpResponse>> guarded();
  Awaitable<bool> ask_for_body();
  Reply call();
  HttpResponse failed() const;

  bool keeps_alive();
  Awaitable<bool> write(const HttpResponse& response, bool keep_alive);
  Awaitable<After> refuse_unread(ReadFault fault);
  Awaitable<After> refuse_but_go_on(const HttpResponse& refused);
  Awaitable<bool> skip_body();
  Awaitable<After> refuse(const HttpResponse& refused);
  Awaitable<void> drain();
  void log(const HttpResponse& response, std::chrono::steady_clock::duration duration);
  void write_log_soon();

  Connection& connection_;
  Connections& connections_;
  const Terms terms_;
  const std::uint64_t turn_ = connections_.turnstile.turn_number();
  const SteadyTime start_ = std::chrono::steady_clock::now();
  const std::shared_ptr<const Site> site_;  // that serves this request, whatever comes meanwhile
  const RequestId request_id_ = next_request_id();
  RequestReader reader_;
  HttpRequest request_;  // once the header is read; here and not in the frame, see http_session.cpp
  std::string trace_id_;
  std::shared_ptr<const Client> client_;
  std::string_view client_name_;  // of client_
  std::string path_;
  const Route* route_ = nullptr;
};

// Ends what is written, within the time for that.
Awaitable<void> end_writing(Connection& connection, const HttpLimits& limits);

}  // namespace server
