// The response of another server, read out of its bytes as they come, within limits. No I/O.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/system/error_code.hpp>
#include <optional>

#include "server/https_client.h"
#include "server/limits.h"
#include "server/received_body.h"

namespace server {

// Why there is no response, when reading or writing ended with this error.
NoResponse reason_of(const boost::system::error_code& error);

class ResponseReader {
 public:
  // The limits must outlive it.
  explicit ResponseReader(const OutboundLimits& limits);

  // Where the next bytes belong; there is always room.
  boost::asio::mutable_buffer room();
  // So many of them came, or the other side closed: why there will be no response, or nothing.
  std::optional<NoResponse> take(std::size_t bytes);
  std::optional<NoResponse> take_end();

  // The response is here; nothing more is to be taken.
  bool is_done() const { return parser_->is_done(); }
  // Not a byte of a response has come.
  bool is_untouched() const { return interim_ == 0 && !parser_->got_some(); }
  // Once it is done. Another may follow on the same connection: it is asked for, and nothing lies behind this one.
  bool keeps_alive() const { return parser_->keep_alive() && buffer_.size() == 0; }
  // Once, when it is done: with the body decoded (too_large, garbled).
  OutboundResult<OutboundResponse> response();

 private:
  using Parser = boost::beast::http::response_parser<ReceivedBody>;

  void begin();
  std::optional<NoResponse> parse();
  bool is_interim() const;

  const OutboundLimits& limits_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  int interim_ = 0;
};

}  // namespace server
