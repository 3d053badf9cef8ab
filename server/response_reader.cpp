#include "server/response_reader.h"

#include <algorithm>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <utility>

#include "server/buffered_parsing.h"
#include "server/gunzip.h"

namespace server {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr int most_interim_responses = 3;

}  // namespace

NoResponse reason_of(const boost::system::error_code& error) {
  if (error == beast::error::timeout) return NoResponse::timeout;
  if (error == http::error::body_limit || error == http::error::header_limit || error == http::error::buffer_overflow)
    return NoResponse::too_large;
  if (error == http::error::end_of_stream || error == http::error::partial_message) return NoResponse::unreachable;
  const bool is_http = error.category() == make_error_code(http::error::bad_method).category();
  return is_http ? NoResponse::garbled : NoResponse::unreachable;
}

ResponseReader::ResponseReader(const OutboundLimits& limits) : limits_(limits), buffer_(limits.read_buffer_bytes) {
  begin();
}

void ResponseReader::begin() {
  parser_.emplace();
  parser_->eager(true);
  parser_->header_limit(limits_.header_bytes);
  parser_->body_limit(limits_.response_bytes);
}

boost::asio::mutable_buffer ResponseReader::room() {
  return buffer_.prepare(std::min(limits_.read_buffer_bytes / 2, buffer_.max_size() - buffer_.size()));
}

std::optional<NoResponse> ResponseReader::take(std::size_t bytes) {
  buffer_.commit(bytes);
  if (const auto fault = parse()) return fault;
  // An interim response (RFC 9110 section 15.2) is not the answer; whoever took it for one would take each answer for
  // that of the next question. What came behind it may be the whole answer already.
  while (is_done() && is_interim()) {
    if (++interim_ > most_interim_responses) return NoResponse::garbled;
    begin();
    if (const auto fault = parse()) return fault;
  }
  if (!is_done() && buffer_.size() >= buffer_.max_size()) return NoResponse::too_large;
  return std::nullopt;
}

std::optional<NoResponse> ResponseReader::take_end() {
  if (!parser_->got_some()) return NoResponse::unreachable;
  beast::error_code error;
  parser_->put_eof(error);
  if (error) return reason_of(error);
  return std::nullopt;
}

std::optional<NoResponse> ResponseReader::parse() {
  if (const auto error = parse_buffered(*parser_, buffer_)) return reason_of(error);
  return std::nullopt;
}

bool ResponseReader::is_interim() const { return parser_->get().result_int() / 100 == 1; }

OutboundResult<OutboundResponse> ResponseReader::response() {
  auto& message = parser_->get();
  OutboundResponse response{message.result_int(), std::move(message.body().text),
                            std::string(message[http::field::retry_after])};
  const auto encoding = message[http::field::content_encoding];
  if (encoding.empty() || beast::iequals(encoding, "identity") || response.body.empty()) return response;
  if (!beast::iequals(encoding, "gzip") && !beast::iequals(encoding, "x-gzip")) return NoResponse::garbled;
  auto text = gunzip(response.body, limits_.response_bytes);
  if (!text) return text.error();
  response.body = std::move(*text);
  return response;
}

}  // namespace server
