#include "server/request_reader.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <iterator>
#include <span>

#include "server/buffered_parsing.h"

namespace server {
namespace {

namespace beast = boost::beast;

// Bytes that a connection reads at once: while it waits for a request, and while it reads one.
constexpr std::size_t waiting_piece = 2 * 1024;
constexpr std::size_t reading_piece = 32 * 1024;

ReadFault fault_of(const beast::error_code& error) {
  if (error == http::error::body_limit) return ReadFault::body_too_long;
  if (error == http::error::header_limit || error == http::error::buffer_overflow) return ReadFault::header_too_long;
  return ReadFault::no_http;
}

std::ptrdiff_t number_of_fields(const http::fields& fields) { return std::distance(fields.begin(), fields.end()); }

}  // namespace

// The buffer has an upper bound: Beast limits the header, but neither the trailers of a chunked body nor the
// extensions of a chunk, and it throws on a field of more than 64 KiB.
RequestReader::RequestReader(Connection& connection, const HttpLimits& limits, BytesInFlight& bytes)
    : connection_(connection), limits_(limits), bytes_(bytes), buffer_(limits.read_buffer_bytes) {}

Awaitable<bool> RequestReader::wait(std::chrono::milliseconds patience) {
  parser_.reset();
  share_.reset();
  if (has_begun()) co_return true;
  // A connection that waits keeps no more memory than this.
  if (buffer_.capacity() > waiting_piece) {
    buffer_.clear();
    buffer_.shrink_to_fit();
  }
  connection_.set_deadline(in(patience));
  const auto space = buffer_.prepare(waiting_piece);
  const std::span<char> into(static_cast<char*>(space.data()), space.size());
  const auto received = co_await connection_.read_some(into);
  buffer_.commit(received.bytes);
  co_return !received.error;
}

Awaitable<RequestReader::Fault> RequestReader::read_header() {
  parser_.emplace();
  parser_->header_limit(limits_.header_bytes);
  parser_->body_limit(limits_.body_bytes);
  share_.emplace(bytes_);
  throws_away_ = false;
  connection_.set_deadline(in(limits_.header));
  co_return co_await read(Until::end_of_header);
}

Awaitable<RequestReader::Fault> RequestReader::read_body() {
  if (is_complete()) co_return std::nullopt;
  connection_.set_deadline(in(limits_.body));
  if (waits_for_us()) {
    const auto error = co_await connection_.write("HTTP/1.1 100 Continue\r\n\r\n", "");
    if (error) co_return ReadFault::gone;
  }
  const auto fields = number_of_fields(message());
  if (const auto fault = co_await read(Until::end_of_message)) co_return fault;
  if (number_of_fields(message()) != fields) co_return ReadFault::trailer;
  co_return std::nullopt;
}

Awaitable<bool> RequestReader::skip_body() {
  if (is_complete()) co_return true;
  // Beast looks at the limit of a body of known length with its header only.
  const auto length = parser_->content_length();
  if (length && *length > limits_.linger_bytes) co_return false;
  parser_->body_limit(limits_.linger_bytes);
  throws_away_ = true;
  connection_.set_deadline(in(limits_.linger));
  const auto fault = co_await read(Until::end_of_message);
  co_return !fault;
}

void RequestReader::forget_body() {
  std::string().swap(message().body());  // assigning an empty one would keep the memory
  share_.emplace(bytes_);
}

Awaitable<RequestReader::Fault> RequestReader::read(Until until) {
  for (;;) {
    if (const auto fault = parse(until)) co_return fault;
    if (until == Until::end_of_header ? parser_->is_header_done() : parser_->is_done()) co_return std::nullopt;
    if (const auto fault = co_await receive()) co_return fault;
  }
}

// Takes what is in the buffer as far as it goes.
RequestReader::Fault RequestReader::parse(Until until) {
  // Otherwise the parser stops behind the header: of the body nothing is read before it is known who sends it.
  parser_->eager(until == Until::end_of_message);
  if (const auto error = parse_buffered(*parser_, buffer_)) return fault_of(error);
  if (throws_away_)
    message().body().clear();
  else if (!share_->grow_to(message().body().capacity()))
    return ReadFault::busy;
  return std::nullopt;
}

Awaitable<RequestReader::Fault> RequestReader::receive() {
  const std::size_t room = buffer_.max_size() - buffer_.size();
  if (room == 0) co_return ReadFault::header_too_long;
  const auto space = buffer_.prepare(std::min(reading_piece, room));
  const std::span<char> into(static_cast<char*>(space.data()), space.size());
  const auto received = co_await connection_.read_some(into);
  buffer_.commit(received.bytes);
  if (received.error) co_return ReadFault::gone;
  co_return std::nullopt;
}

}  // namespace server
