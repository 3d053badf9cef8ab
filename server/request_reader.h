// One request of a connection: header, then body, each within its limits.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>

#include "server/bytes_in_flight.h"
#include "server/connection.h"
#include "server/http.h"
#include "server/limits.h"
#include "server/received_body.h"
#include "server/spare.h"

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

// What has been received and not yet been parsed.
using Unparsed = boost::beast::flat_buffer;

// The memory that a thread reads requests with: whoever waits for more gives it back.
struct ReadingMemory {
  // For the fields of a usual header.
  struct Header {
    static constexpr std::size_t size = 2 * 1024;
    std::unique_ptr<std::byte[]> bytes = std::make_unique_for_overwrite<std::byte[]>(size);
  };

  Spare<Unparsed> buffers;
  Spare<std::string> bodies;
  Spare<Header> headers;
};

class RequestReader {
 public:
  using Message = http::request<ReceivedBody, HeaderFields>;

  // Begins with what is left in `unparsed` of the request before, and leaves there what comes behind this one.
  RequestReader(Connection& connection, Unparsed& unparsed, ReadingMemory& memory, const HttpLimits& limits,
                BytesInFlight& bytes);
  ~RequestReader();
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;

  // Each reads on as far as it goes without waiting: false if more has to come, which more() waits for. Once true, the
  // part is complete or there is a fault. First the header; then of the two for the body only one.
  bool read_header();
  bool read_body();
  // Throws the body away, so that another request may follow.
  bool skip_body();
  // False if the client is gone, or its time is up. What is held meanwhile counts among the bytes of all.
  Awaitable<bool> more();

  std::optional<ReadFault> fault() const { return fault_; }
  // What was read so far.
  Message& message() { return parser_.get(); }
  bool is_complete() const { return parser_.is_done(); }
  // Gives back what the request holds of the bytes of all; its body is not needed any more.
  void forget_body();
  // The client sends no body before it is asked to. HTTP/1.0 knows no such thing (RFC 9110 section 10.1.1).
  bool waits_for_us() { return message().version() >= 11 && !message()[http::field::expect].empty(); }
  // What the request holds of the bytes of all.
  BytesInFlight::Share& share() { return *share_; }

 private:
  using Parser = http::request_parser<ReceivedBody, HeaderFields::allocator_type>;

  bool read_on(bool to_the_end);
  bool fail(ReadFault fault);
  bool parse();
  bool may_hold(std::size_t bytes);
  bool make_room_for_body();
  bool receive();
  void settle();

  Connection& connection_;
  Unparsed& unparsed_;
  ReadingMemory& memory_;
  const HttpLimits& limits_;
  BytesInFlight& bytes_;
  const Borrowed<ReadingMemory::Header> header_memory_;
  std::pmr::monotonic_buffer_resource header_fields_;
  Parser parser_;
  std::optional<BytesInFlight::Share> share_;
  std::ptrdiff_t fields_ = 0;  // of the header
  bool has_room_ = false;      // for the body
  std::optional<ReadFault> fault_;
};

}  // namespace server
