// A server on the loopback that answers each request with the bytes that a test wants, right or wrong, and remembers
// what it was asked.
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace server_test {

// A whole HTTP response. `headers`: more lines, each with its end.
inline std::string http_response(unsigned status, std::string_view body, std::string_view headers = "") {
  return "HTTP/1.1 " + std::to_string(status) + " Said\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(headers) + "\r\n" + std::string(body);
}

class ScriptedServer {
 public:
  struct Answer {
    std::string bytes;
    bool closes = false;  // the connection, behind the bytes
    std::string later{};  // more bytes, after a moment
  };
  // Called with each request: its line and headers, and a body if it tells its length. By one thread a connection.
  using Script = std::function<Answer(const std::string& request)>;

  explicit ScriptedServer(Script script) : script_(std::move(script)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 128) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      throw std::runtime_error("cannot listen on the loopback");
    port_ = ntohs(address.sin_port);
    accepting_ = std::thread([this] { accept_all(); });
  }
  ~ScriptedServer() {
    stopping_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    ::close(listener_);
    for (const int connection : connections_) ::shutdown(connection, SHUT_RDWR);
    for (auto& thread : serving_) thread.join();
    for (const int connection : connections_) ::close(connection);
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  std::string url(std::string_view path = "/fhir") const {
    return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
  }
  std::size_t connection_count() const { return connection_count_; }
  std::vector<std::string> requests() const {
    const std::scoped_lock lock(mutex_);
    return requests_;
  }
  // How many requests hold this text.
  std::size_t count(std::string_view text) const {
    const auto all = requests();
    return static_cast<std::size_t>(
        std::ranges::count_if(all, [text](const auto& one) { return one.find(text) != std::string::npos; }));
  }

 private:
  void accept_all() {
    while (!stopping_) {
      const int connection = ::accept(listener_, nullptr, nullptr);
      if (connection < 0) return;
      ++connection_count_;
      connections_.push_back(connection);
      serving_.emplace_back([this, connection] { serve(connection); });
    }
  }

  void serve(int connection) {
    std::string received;
    for (;;) {
      const auto end = end_of_request(received);
      if (end == std::string::npos) {
        char piece[4096];
        const auto got = ::recv(connection, piece, sizeof piece, 0);
        if (got <= 0) return;
        received.append(piece, static_cast<std::size_t>(got));
        continue;
      }
      const std::string request = received.substr(0, end);
      received.erase(0, end);
      {
        const std::scoped_lock lock(mutex_);
        requests_.push_back(request);
      }
      const Answer answer = script_(request);
      ::send(connection, answer.bytes.data(), answer.bytes.size(), MSG_NOSIGNAL);
      if (!answer.later.empty()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));  // so that it comes in a segment of its own
        ::send(connection, answer.later.data(), answer.later.size(), MSG_NOSIGNAL);
      }
      if (answer.closes) {
        ::shutdown(connection, SHUT_RDWR);
        return;
      }
    }
  }

  static std::size_t end_of_request(const std::string& received) {
    const auto blank = received.find("\r\n\r\n");
    if (blank == std::string::npos) return blank;
    std::size_t size = blank + 4;
    const auto length = received.find("Content-Length: ");
    if (length < blank) size += std::stoul(received.substr(length + 16));
    return received.size() < size ? std::string::npos : size;
  }

  const Script script_;
  const int listener_;
  unsigned port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> connection_count_{0};
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::list<int> connections_;  // of the accepting thread, and after its end of the destructor
  std::list<std::thread> serving_;
  std::thread accepting_;
};

}  // namespace server_test
