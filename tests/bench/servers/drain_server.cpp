// What it costs to take a request and to send an answer, and nothing else: the floor below the service. It reads each
// request whole, within the service's limits, and sends the answer of its number as the service gave it.
//
//   drain_server PORT ANSWERS
//
// As lean as Asio and Beast allow: no buffer for a connection that waits, a parser that keeps nothing but the target,
// the body left where it was received, answers made beforehand, and one write for each that is tried at once.
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "server/limits.h"
#include "tests/bench/lines_of.h"

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Executor = asio::io_context::executor_type;
using Task = asio::awaitable<void, Executor>;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable_t<Executor>{});
using boost::beast::error_code;
using Text = boost::beast::string_view;

constexpr server::HttpLimits limits;

// Keeps the number behind the target's question mark.
class TargetParser final : public http::basic_parser<true> {
 public:
  TargetParser() {
    header_limit(limits.header_bytes);
    body_limit(limits.body_bytes);
    eager(true);
  }
  std::size_t number = 0;

 private:
  void on_request_impl(http::verb, Text, Text target, int, error_code&) override {
    const auto mark = target.find('?');
    if (mark != Text::npos) std::from_chars(target.data() + mark + 1, target.data() + target.size(), number);
  }
  void on_response_impl(int, Text, int, error_code&) override {}
  void on_field_impl(http::field, Text, Text, error_code&) override {}
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(Text body, error_code&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, Text, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text body, error_code&) override { return body.size(); }
  void on_finish_impl(error_code&) override {}
};

// Whatever is received goes into a buffer that all connections share; only what is not whole moves to one of its own.
class Received {
 public:
  asio::mutable_buffer space() { return asio::buffer(begin_, size_) + end_; }
  // False if it is not of HTTP, too long, or more than one request.
  bool parse(TargetParser& parser, std::size_t bytes) {
    end_ += bytes;
    while (parsed_ < end_ && !parser.is_done()) {
      error_code error;
      parsed_ += parser.put(asio::const_buffer(begin_ + parsed_, end_ - parsed_), error);
      if (error == http::error::need_more) break;
      if (error) return false;
    }
    if (!parser.is_done()) return keep(parser.content_length_remaining().value_or(0));
    begin_ = shared_.data();
    size_ = shared_.size();
    return std::exchange(end_, 0) == std::exchange(parsed_, 0);
  }

 private:
  // Makes room for so many more, beside a header that is not whole.
  bool keep(std::size_t more) {
    if (begin_ != shared_.data()) return end_ < size_;
    size_ = end_ + more + limits.header_bytes;
    if (std::exchange(own_size_, std::max(own_size_, size_)) < size_)
      own_ = std::make_unique_for_overwrite<char[]>(size_);
    std::copy_n(shared_.data(), end_, own_.get());
    begin_ = own_.get();
    return true;
  }

  static inline std::array<char, 256 * 1024> shared_;
  char* begin_ = shared_.data();
  std::size_t size_ = shared_.size();
  std::size_t parsed_ = 0;
  std::size_t end_ = 0;
  std::unique_ptr<char[]> own_;
  std::size_t own_size_ = 0;
};

std::vector<std::string> read_answers(const char* file) {
  std::vector<std::string> answers;
  for (const auto& line : bench::lines_of(file))
    answers.push_back(
        "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Type: application/json\r\nContent-Length: " +
        std::to_string(line.size()) + "\r\n\r\n" + line);
  if (answers.empty()) std::exit((std::cerr << "drain_server: no answers in " << file << '\n', 1));
  return answers;
}

Task serve(Socket socket, const std::vector<std::string>& answers) {
  Received received;
  for (;;) {
    TargetParser parser;
    while (!parser.is_done()) {
      const auto [broken] = co_await socket.async_wait(Socket::wait_read, as_tuple);
      error_code error;
      const std::size_t bytes = socket.read_some(received.space(), error);
      if (error == asio::error::would_block) continue;
      if (broken || error || !received.parse(parser, bytes)) co_return;
    }
    const std::string& answer = answers[parser.number % answers.size()];
    error_code not_at_once;
    const std::size_t sent = socket.write_some(asio::buffer(answer), not_at_once);
    if (sent == answer.size()) continue;
    const auto [error, bytes] = co_await asio::async_write(socket, asio::buffer(answer) + sent, as_tuple);
    if (error) co_return;
  }
}

Task accept_all(Acceptor& acceptor, const std::vector<std::string>& answers) {
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(as_tuple);
    if (error) continue;
    socket.non_blocking(true);
    socket.set_option(asio::ip::tcp::no_delay(true));
    asio::co_spawn(acceptor.get_executor(), serve(std::move(socket), answers), asio::detached);
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return std::cerr << "usage: drain_server PORT ANSWERS\n", 2;
  const auto answers = read_answers(arguments[2]);
  asio::io_context loop(1);
  const auto port = static_cast<std::uint16_t>(std::atoi(arguments[1]));
  Acceptor acceptor(loop.get_executor(), {asio::ip::address_v4::loopback(), port});
  asio::co_spawn(loop, accept_all(acceptor, answers), asio::detached);
  loop.run();
}
