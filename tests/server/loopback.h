// A server on a free port of the loopback, and a client that sends bytes as they are: no library mends them.
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "server/http_server.h"

namespace server {

class RunningServer {
 public:
  explicit RunningServer(Router router, HttpLimits limits = {}, unsigned threads = 1)
      : RunningServer(site_of(std::move(router)), {threads, limits}) {}
  RunningServer(Site site, HttpServerOptions options) : server_(std::move(site), options) {
    if (!server_.listen("127.0.0.1", 0)) throw std::runtime_error("cannot listen on the loopback");
    thread_ = std::jthread([this] { server_.run(); });
  }
  ~RunningServer() { stop(); }
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  std::uint16_t port() const { return server_.port(); }
  void begin_stop() { server_.stop(); }
  void stop_at_once() { server_.stop_at_once(); }
  void stop() {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }

 private:
  static Site site_of(Router router) {
    Site site;
    site.router = std::move(router);
    return site;
  }

  HttpServer server_;
  std::jthread thread_;
};

class LoopbackClient {
 public:
  explicit LoopbackClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval patience{20, 0};  // so that a server that says nothing fails a test, and does not hang it
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~LoopbackClient() { ::close(socket_); }
  LoopbackClient(const LoopbackClient&) = delete;
  LoopbackClient& operator=(const LoopbackClient&) = delete;

  bool connected() const { return connected_; }
  int descriptor() const { return socket_; }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void finish_sending() { ::shutdown(socket_, SHUT_WR); }

  // What the server sends up to and with `end`, or until it closes; later bytes wait for the next call.
  std::string read_until(std::string_view end) {
    for (;;) {
      if (const auto at = read_.find(end); !end.empty() && at != std::string::npos) {
        std::string result = read_.substr(0, at + end.size());
        read_.erase(0, at + end.size());
        return result;
      }
      char piece[4096];
      const auto got = ::recv(socket_, piece, sizeof piece, 0);
      if (got < 0) return "nothing came: " + std::exchange(read_, "");
      if (got == 0) return std::exchange(read_, "");
      read_.append(piece, static_cast<std::size_t>(got));
    }
  }
  std::string read_to_end() { return read_until(""); }

 private:
  int socket_;
  bool connected_ = false;
  std::string read_;
};

inline Reply echo(HttpRequest& request) {
  co_return HttpResponse{http::status::ok, "application/json", "[" + *request.body + "]", ""};
}
inline Reply hello(HttpRequest&) { co_return HttpResponse{http::status::ok, "application/json", "hello", ""}; }
inline Reply fail(HttpRequest&) {
  throw std::runtime_error("secret");
  co_return HttpResponse{};
}

inline Router sample_router() {
  Router router;
  router.add(http::verb::get, "/hello", Body::none, hello);
  router.add(http::verb::post, "/echo", Body::json, echo);
  router.add(http::verb::get, "/fail", Body::none, fail);
  return router;
}

// One request on a connection of its own, and all that comes back.
inline std::string ask(const RunningServer& server, std::string_view bytes) {
  LoopbackClient client(server.port());
  client.send(bytes);
  client.finish_sending();
  return client.read_to_end();
}

}  // namespace server
