// The requests of one connection, one after another: header, then body, each within its limits and its time.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <optional>

#include "server/bytes_in_flight.h"
#include "server/connection.h"
#include "server/http.h"
#include "server/limits.h"

namespace server {

// Why there is no request.
enum class ReadFault : std::uint8_t {
  gone,             // the client closed, broke off, or took too long: there is nobody to answer
  no_http,          // what came is not HTTP/1.x
  header_too_long,  // or what stands beside the chunks of a body is
  body_too_long,
  trailer,  // fields behind a chunked body: nobody checks them as those of the header are checked
  busy,     // all calls together hold as many bytes as they may
};

class RequestReader {
 public:
  using Message = http::request<http::string_body>;
  using Fault = std::optional<ReadFault>;

  RequestReader(Connection& connection, const HttpLimits& limits, BytesInFlight& bytes);

  // A part of the next request is here already.
  bool has_begun() const { return buffer_.size() > 0; }
  // Waits so long for its first bytes; false if none came. Until they come, the connection may be closed at any time.
  Awaitable<bool> wait(std::chrono::milliseconds patience);

  // Each to be called once a request, in this order; of the two for the body only one.
  Awaitable<Fault> read_header();
  Awaitable<Fault> read_body();
  // Throws the body away, so that another request may follow: false if it is too long or too slow for that.
  Awaitable<bool> skip_body();

  // What was read so far.
  Message& message() { return parser_->get(); }
  bool is_complete() const { return parser_->is_done(); }
  // Gives back what the request holds of the bytes of all; its body is not needed any more.
  void forget_body();
  // The client sends no body before it is asked to. HTTP/1.0 knows no such thing (RFC 9110 section 10.1.1).
  bool waits_for_us() { return message().version() >= 11 && !message()[http::field::expect].empty(); }
  // What the request holds of the bytes of all.
  BytesInFlight::Share& share() { return *share_; }

 private:
  using Parser = http::request_parser<http::string_body>;
  enum class Until : bool { end_of_header, end_of_message };

  Awaitable<Fault> read(Until until);
  Awaitable<Fault> receive();
  Fault parse(Until until);

  Connection& connection_;
  const HttpLimits& limits_;
  BytesInFlight& bytes_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::optional<BytesInFlight::Share> share_;
  bool throws_away_ = false;
};

}  // namespace server
