#include "server/request_reader.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <iterator>
#include <span>
#include <tuple>

#include "fhir/json.h"
#include "server/buffered_parsing.h"

namespace server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

// Bytes of a body whose memory is worth being kept: of nearly all.
constexpr std::size_t most_kept = 256 * 1024;

ReadFault fault_of(const beast::error_code& error) {
  if (error == http::error::body_limit) return ReadFault::body_too_long;
  if (error == http::error::header_limit || error == http::error::buffer_overflow) return ReadFault::header_too_long;
  return ReadFault::no_http;
}

std::ptrdiff_t number_of_fields(const HeaderFields& fields) { return std::distance(fields.begin(), fields.end()); }

// What has been received, in other memory.
Unparsed moved_to(Unparsed other, const Unparsed& unparsed, std::size_t room) {
  other.clear();
  other.reserve(room);
  other.commit(asio::buffer_copy(other.prepare(unparsed.size()), unparsed.data()));
  return other;
}

}  // namespace

RequestReader::RequestReader(Connection& connection, Unparsed& unparsed, ReadingMemory& memory,
                             const HttpLimits& limits, BytesInFlight& bytes)
    : connection_(connection),
      unparsed_(unparsed),
      memory_(memory),
      limits_(limits),
      bytes_(bytes),
      header_memory_(memory.headers),
      header_fields_(header_memory_->bytes.get(), ReadingMemory::Header::size),
      parser_(std::piecewise_construct, std::tuple(), std::tuple(HeaderFields::allocator_type(&header_fields_))) {
  parser_.header_limit(limits_.header_bytes);
  parser_.body_limit(limits_.body_bytes);
  share_.emplace(bytes_);
}

RequestReader::~RequestReader() {
  settle();
  if (!has_room_) return;
  std::string& body = message().body().text;
  body.clear();
  if (body.capacity() <= most_kept) memory_.bodies.give(std::move(body));
}

bool RequestReader::read_header() {
  if (!read_on(false)) return false;
  if (fault_) return true;
  fields_ = number_of_fields(message());
  return true;
}

bool RequestReader::read_body() {
  if (is_complete() || !make_room_for_body()) return true;
  if (!read_on(true)) return false;
  settle();
  if (!fault_ && number_of_fields(message()) != fields_) fault_ = ReadFault::trailer;
  return true;
}

bool RequestReader::skip_body() {
  if (is_complete()) return true;
  if (!std::exchange(message().body().is_thrown_away, true)) {
    // Beast looks at the limit of a body of known length with its header only.
    const auto length = parser_.content_length();
    if (length && *length > limits_.linger_bytes) return fail(ReadFault::body_too_long);
    parser_.body_limit(limits_.linger_bytes);
  }
  return read_on(true);
}

void RequestReader::forget_body() {
  std::string().swap(message().body().text);  // assigning an empty one would keep the memory
  share_.emplace(bytes_);
}

Awaitable<bool> RequestReader::more() {
  settle();
  if (!may_hold(unparsed_.capacity() + message().body().text.capacity())) co_return true;  // there is a fault
  const auto error = co_await connection_.wait();
  co_return !error;
}

// To the end of the header, or of the whole. Otherwise the parser stops behind the header: of the body nothing is read
// before it is known who sends it.
bool RequestReader::read_on(bool to_the_end) {
  parser_.eager(to_the_end);
  for (;;) {
    if (!parse()) return true;
    if (to_the_end ? parser_.is_done() : parser_.is_header_done()) return true;
    if (!receive()) return fault_.has_value();
  }
}

bool RequestReader::fail(ReadFault fault) {
  fault_ = fault;
  return true;
}

// Takes what was received as far as it goes; false if there is a fault.
bool RequestReader::parse() {
  if (const auto error = parse_buffered(parser_, unparsed_))
    fault_ = fault_of(error);
  else
    may_hold(message().body().text.capacity());
  return !fault_;
}

bool RequestReader::may_hold(std::size_t bytes) {
  if (!share_->grow_to(bytes)) fault_ = ReadFault::busy;
  return !fault_;
}

// So that a usual body need not be moved, neither while it comes nor when it is parsed. Not before it is known who
// sends it; and no more than that, since whoever announces more may never send it.
bool RequestReader::make_room_for_body() {
  if (fault_ || std::exchange(has_room_, true)) return !fault_;
  std::string& body = message().body().text;
  body = memory_.bodies.take();
  if (const auto length = parser_.content_length())
    body.reserve(std::min(static_cast<std::size_t>(*length), most_kept) + fhir::JsonDocument::padding);
  return may_hold(body.capacity());
}

// False if there is nothing now, or nothing more. The buffer has an upper bound: Beast limits the header, but neither
// the trailers of a chunked body nor the extensions of a chunk, and it throws on a field of more than 64 KiB.
bool RequestReader::receive() {
  const std::size_t room = limits_.read_buffer_bytes - unparsed_.size();
  if (room == 0) return !fail(ReadFault::header_too_long);
  if (unparsed_.capacity() < limits_.read_buffer_bytes)
    unparsed_ = moved_to(memory_.buffers.take(), unparsed_, limits_.read_buffer_bytes);
  const auto space = unparsed_.prepare(room);
  const auto received = connection_.read({static_cast<char*>(space.data()), space.size()});
  unparsed_.commit(received.bytes);
  if (received.error) return !fail(ReadFault::gone);
  return received.bytes > 0;
}

// Whoever waits holds no more memory than what was received takes.
void RequestReader::settle() {
  if (unparsed_.capacity() < limits_.read_buffer_bytes) return;
  Unparsed rest = unparsed_.size() == 0 ? Unparsed() : moved_to(Unparsed(), unparsed_, unparsed_.size());
  unparsed_.clear();
  memory_.buffers.give(std::move(unparsed_));
  unparsed_ = std::move(rest);
}

}  // namespace server
