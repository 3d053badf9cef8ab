// Any bytes as what a client sends on one connection, in pieces of any size, to a small site: every answer is whole and
// well-formed, there are no more answers than requests, none says that the service failed, and behind an answer that
// closes the connection nothing is answered any more.
//
// The first byte is the size of the pieces (0: all at once), the second one sets how the site is.
#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <utility>
#include <vector>

#include "fuzz_input.h"
#include "quiet.h"
#include "server/http_session.h"

namespace {

using fuzz::expect;
using server::Awaitable;
namespace http = server::http;

struct Answer {
  std::string head;
  std::string body;

  std::string status() const { return head.substr(std::string_view("HTTP/1.1 ").size(), 3); }
  bool says(std::string_view line) const { return head.find("\r\n" + std::string(line) + "\r\n") != std::string::npos; }
  bool is_interim() const { return status() == "100"; }
};

// What passes over the connection.
struct Wire {
  std::string_view incoming;
  std::size_t piece = 0;
  std::vector<Answer> answers;
  bool is_ended = false;
};

class WireConnection : public server::Connection {
 public:
  WireConnection(Wire& wire, boost::asio::io_context& loop) : wire_(wire), loop_(loop) {}

  void set_deadline(server::SteadyTime) override {}
  Awaitable<bool> open() override { co_return true; }
  Awaitable<boost::system::error_code> wait() override {
    is_read_ = false;
    co_return boost::system::error_code();
  }
  bool sleep(std::shared_ptr<server::Sleeper> sleeper) override {
    is_read_ = false;
    boost::asio::post(loop_, [sleeper = std::move(sleeper)] { sleeper->wake({}); });
    return true;
  }
  // A piece, and no more before somebody has waited for it.
  Received read(std::span<char> into) override {
    expect(!into.empty(), "there is room for what is read");
    expect(!wire_.is_ended, "behind the end nothing is read");
    if (std::exchange(is_read_, true)) return {};
    const auto bytes = take(into.size());
    std::ranges::copy(bytes, into.begin());
    if (bytes.empty()) return {boost::asio::error::eof, 0};
    return {{}, bytes.size()};
  }
  std::size_t write_now(std::string_view, std::string_view) override { return 0; }
  Awaitable<boost::system::error_code> write(std::string_view head, std::string_view body) override {
    expect(!wire_.is_ended, "behind the end nothing is written");
    wire_.answers.push_back({std::string(head), std::string(body)});
    co_return boost::system::error_code();
  }
  Awaitable<void> end_writing() override {
    wire_.is_ended = true;
    co_return;
  }
  Awaitable<std::size_t> drain_some() override { co_return take(wire_.incoming.size()).size(); }
  void cancel() override {}

 private:
  std::string_view take(std::size_t most) {
    if (wire_.piece != 0) most = std::min(most, wire_.piece);
    const auto bytes = wire_.incoming.substr(0, most);
    wire_.incoming.remove_prefix(bytes.size());
    return bytes;
  }

  Wire& wire_;
  boost::asio::io_context& loop_;
  bool is_read_ = false;
};

// So small that a few bytes reach them.
constexpr server::HttpLimits small_limits() {
  server::HttpLimits limits;
  limits.header_bytes = 1024;
  limits.header_fields = 12;
  limits.body_bytes = 512;
  limits.linger_bytes = 600;
  limits.read_buffer_bytes = 2048;
  return limits;
}

server::Reply echo(server::HttpRequest& request) {
  co_return server::HttpResponse{http::status::ok, "application/json",
                                 "{\"bytes\":" + std::to_string(request.body->size()) + "}", ""};
}

Awaitable<std::optional<server::HttpResponse>> ask_for_token(server::HttpRequest& request) {
  if ((*request.headers)[http::field::authorization] == "Bearer t") co_return std::nullopt;
  co_return server::HttpResponse{http::status::unauthorized, "application/json", "{}", ""};
}

server::Site site_of(bool is_guarded) {
  server::Site site;
  site.router.add(http::verb::get, "/", server::Body::none, echo);
  site.router.add(http::verb::post, "/call", server::Body::json, echo);
  if (is_guarded) {
    site.guard = ask_for_token;
    site.cors = server::Cors::listed({"https://ehr.example"});
  }
  return site;
}

struct Setting {
  bool is_guarded, is_full, is_stopping, is_short_of_bytes;
  explicit Setting(unsigned char bits)
      : is_guarded((bits & 1u) != 0),
        is_full((bits & 2u) != 0),
        is_stopping((bits & 4u) != 0),
        is_short_of_bytes((bits & 8u) != 0) {}
};

std::vector<Answer> answers_to(std::string_view bytes, std::size_t piece, const Setting& setting) {
  static const auto open = std::make_shared<const server::Site>(site_of(false));
  static const auto guarded = std::make_shared<const server::Site>(site_of(true));
  static constexpr server::HttpLimits limits = small_limits();
  constexpr std::size_t few = 64;
  const std::atomic<bool> stopping = setting.is_stopping;
  boost::asio::io_context loop(1);
  server::BytesInFlight in_flight(setting.is_short_of_bytes ? few : limits.bytes_in_flight);
  server::Turnstile turnstile(loop, limits.turns);
  server::Connections connections{
      setting.is_guarded ? guarded : open, limits, stopping, stopping, in_flight, turnstile, {}, setting.is_stopping};
  Wire wire{bytes, piece, {}, false};
  const auto admission = setting.is_full ? server::Admission::full : server::Admission::admitted;
  std::atomic<std::size_t> count = 1;
  server::serve_connection(std::make_unique<WireConnection>(wire, loop), connections, admission, server::Open(&count));
  loop.run();
  expect(count == 0, "the connection has ended");
  expect(in_flight.now() == 0, "every byte was given back");
  expect(connections.idle.empty(), "no connection is left");
  return std::move(wire.answers);
}

bool is_field(std::string_view line) {
  const auto colon = line.find(": ");
  return colon != std::string_view::npos && colon > 0 && line.find_first_of("\r\n") == std::string_view::npos;
}

void check_head(const Answer& answer) {
  expect(answer.head.starts_with("HTTP/1.1 ") && answer.head.ends_with("\r\n\r\n"), "a head begins and ends as such");
  std::string_view rest = answer.head;
  rest.remove_suffix(2);
  for (bool first = true; !rest.empty(); first = false) {
    const auto end = rest.find("\r\n");
    if (!first) expect(is_field(rest.substr(0, end)), "each line is a field");
    rest.remove_prefix(end + 2);
  }
}

void check(const Answer& answer, const Setting& setting) {
  check_head(answer);
  if (answer.is_interim()) return expect(answer.body.empty(), "an interim answer has no body");
  const bool is_busy = answer.status() == "503" && (setting.is_full || setting.is_short_of_bytes);
  expect(answer.status() < "500" || is_busy, "the service does not fail");
  if (!answer.body.empty())
    expect(answer.says("Content-Length: " + std::to_string(answer.body.size())), "the length is the body's");
  for (const auto* refusal : {"400", "413", "417", "431"})
    if (answer.status() == refusal) expect(answer.says("Connection: close"), "what has no known end is the last");
}

std::size_t count(std::string_view text, std::string_view word) {
  std::size_t found = 0;
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) ++found;
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  fuzz::be_quiet();
  if (size < 2) return 0;
  const Setting setting(data[1]);
  const auto bytes = fuzz::text_of(data, size).substr(2);
  const auto answers = answers_to(bytes, data[0], setting);
  std::size_t final_ones = 0;
  for (const auto& answer : answers) {
    check(answer, setting);
    if (!answer.is_interim()) ++final_ones;
    if (answer.says("Connection: close")) expect(&answer == &answers.back(), "behind the end there is no answer");
  }
  // The last one may be to what is no request at all.
  expect(final_ones <= count(bytes, "HTTP/1.") + 1, "there are no more answers than requests");
  return 0;
}
