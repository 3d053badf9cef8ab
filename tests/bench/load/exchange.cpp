#include "tests/bench/load/exchange.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>

namespace bench {
namespace {

constexpr unsigned ok = 200, service_unavailable = 503;
constexpr std::size_t longest_head = 16 * 1024;

bool has_name(std::string_view line, std::string_view name) {
  return line.size() > name.size() && line[name.size()] == ':' &&
         ::strncasecmp(line.data(), name.data(), name.size()) == 0;
}

std::string_view value_of(std::string_view line) {
  line.remove_prefix(line.find(':') + 1);
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  return line;
}

template <class Number>
bool read_number(std::string_view text, Number& number) {
  return std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc();
}

}  // namespace

Exchange::Exchange(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "socket");
  const int on = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 && errno != EINPROGRESS)
    has_ended_ = true;
}

Exchange::~Exchange() { ::close(descriptor_); }

void Exchange::begin(std::string_view request, std::size_t answer_bytes) {
  is_busy_ = true;
  unsent_ = request;
  expected_bytes_ = answer_bytes;
  head_.clear();
  has_head_ = false;
  body_received_ = 0;
  send_some();
}

void Exchange::send_some() {
  while (!unsent_.empty()) {
    const auto sent = ::send(descriptor_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      unsent_.remove_prefix(static_cast<std::size_t>(sent));
    } else {
      // Of a connection that is broken, what the server has said before is still read.
      if (errno != EAGAIN && errno != ENOTCONN && errno != EINTR) unsent_ = {};
      return;
    }
  }
}

std::optional<Outcome> Exchange::proceed() {
  if (is_busy_) send_some();
  return receive_some();
}

std::optional<Outcome> Exchange::receive_some() {
  static std::array<char, 256 * 1024> buffer;  // one thread: what is received is looked at once
  const auto received = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
  if (received < 0 && (errno == EAGAIN || errno == EINTR || errno == ENOTCONN)) return std::nullopt;
  if (received > 0 && is_busy_) return take({buffer.data(), static_cast<std::size_t>(received)});
  has_ended_ = true;
  return is_busy_ ? end(Outcome::failed) : std::nullopt;
}

std::optional<Outcome> Exchange::take(std::string_view bytes) {
  if (!has_head_) {
    head_.append(bytes);
    const auto end_of_head = head_.find("\r\n\r\n");
    if (end_of_head == std::string::npos) return head_.size() > longest_head ? end(Outcome::failed) : std::nullopt;
    body_received_ = head_.size() - end_of_head - 4;
    head_.resize(end_of_head + 2);
    has_head_ = true;
    if (!read_head()) return end(Outcome::failed);
  } else {
    body_received_ += bytes.size();
  }
  if (body_received_ < body_bytes_) return std::nullopt;
  if (status_ == service_unavailable) return end(Outcome::refused);
  const bool is_right = status_ == ok && body_received_ == body_bytes_ &&
                        (expected_bytes_ == 0 || expected_bytes_ == body_bytes_) && unsent_.empty();
  return end(is_right ? Outcome::answered : Outcome::failed);
}

// False for a head that is not of HTTP/1.1 or does not say how long the body is.
bool Exchange::read_head() {
  std::string_view rest = head_;
  bool has_length = false;
  if (!rest.starts_with("HTTP/1.1 ") || !read_number(rest.substr(9, 3), status_)) return false;
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find("\r\n"));
    rest.remove_prefix(line.size() + 2);
    if (has_name(line, "content-length")) has_length = read_number(value_of(line), body_bytes_);
    if (has_name(line, "connection") && value_of(line) == "close") has_ended_ = true;
  }
  return has_length;
}

std::optional<Outcome> Exchange::end(Outcome outcome) {
  is_busy_ = false;
  if (outcome == Outcome::failed || !unsent_.empty()) has_ended_ = true;
  unsent_ = {};
  return outcome;
}

}  // namespace bench
