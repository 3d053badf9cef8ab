// One way to hand Beast's parser what has come, for requests and for responses. Internal to the two readers.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>

namespace server {

// Takes what is in the buffer as far as it goes; that more is needed is no error.
template <class Parser>
boost::beast::error_code parse_buffered(Parser& parser, boost::beast::flat_buffer& buffer) {
  // The end of a chunked body, "0" and two line ends, has five bytes; Beast 1.81 asserts that it is never shown fewer
  // when it looks for it a second time.
  constexpr std::size_t end_of_chunks = 5;
  const bool is_chunked = parser.is_header_done() && parser.chunked();
  if (buffer.size() < (is_chunked ? end_of_chunks : 1)) return {};
  boost::beast::error_code error;
  buffer.consume(parser.put(buffer.data(), error));
  if (error == boost::beast::http::error::need_more) return {};
  return error;
}

}  // namespace server
