#include "server/http_server.h"

#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "server/event_loop.h"
#include "server/log.h"
#include "server/spare_descriptor.h"

namespace server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Task = Awaitable<void>;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;

// Between two looks at what only time changes: that there is a descriptor again, that the last call has ended.
constexpr std::chrono::milliseconds pause{50};

// One thread's loop and its connections.
struct Worker {
  Worker(std::shared_ptr<const Site> site, const HttpLimits& limits, const std::atomic<bool>& ending,
         const std::atomic<bool>& stopping, BytesInFlight& bytes)
      : connections{std::move(site), limits, ending, stopping, bytes, turnstile},
        turnstile(loop, limits.turns),
        work(asio::make_work_guard(loop)) {}

  Connections connections;  // before the loop: coroutines that end with the loop still use it
  asio::io_context loop{1};
  Deadlines deadlines{loop};
  Turnstile turnstile;
  std::optional<asio::executor_work_guard<Executor>> work;
};

// How many connections the process's file descriptors allow.
std::size_t connections_for(const HttpLimits& limits, bool is_tls) {
  const std::size_t most = is_tls ? std::min(limits.connections, limits.tls_connections) : limits.connections;
  rlimit descriptors{};
  if (::getrlimit(RLIMIT_NOFILE, &descriptors) != 0) return most;
  return std::min<std::size_t>(most,
                               std::min<rlim_t>(descriptors.rlim_cur, 2 * most) * limits.share_of_descriptors / 100);
}

}  // namespace

class HttpServer::Implementation {
 public:
  Implementation(Site site, HttpServerOptions options)
      : limits_(options.limits), tls_(options.tls), most_open_(connections_for(limits_, options.tls != nullptr)) {
    const auto shared = shared_site(std::move(site));
    for (unsigned i = 0; i < std::max(1u, options.threads); ++i)
      workers_.push_back(std::make_unique<Worker>(shared, limits_, ending_, stopping_, bytes_));
  }

  fhir::Result<void> listen(std::string_view text, std::uint16_t port) {
    boost::system::error_code error;
    const auto address = asio::ip::make_address(std::string(text), error);
    if (error) return fhir::issue(fhir::IssueType::value, "not an IP address to listen on");
    const tcp::endpoint endpoint(address, port);
    auto& acceptor = acceptor_.emplace(workers_.front()->loop.get_executor());
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) return fhir::issue(fhir::IssueType::transient, "cannot listen: " + error.message());
    port_ = acceptor.local_endpoint(error).port();
    return {};
  }

  std::uint16_t port() const { return port_; }

  void run() {
    asio::co_spawn(workers_.front()->loop, accept_all(), asio::detached);
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < workers_.size(); ++i)
      threads.emplace_back([loop = &workers_[i]->loop] { run_to_end(*loop); });
    run_to_end(workers_.front()->loop);
  }

  void serve(Site site) {
    const auto shared = shared_site(std::move(site));
    for (auto& worker : workers_)
      asio::post(worker->loop, [shared, w = worker.get()] { w->connections.site = shared; });
  }

  void announce_end() { ending_ = true; }

  HttpServerState state() const { return {open_, bytes_.now(), open_ >= most_open_}; }

  unsigned threads() const { return static_cast<unsigned>(workers_.size()); }

  void touch(const std::shared_ptr<std::atomic<unsigned>>& turned) {
    for (auto& worker : workers_) asio::post(worker->loop, [turned] { ++*turned; });
  }

  void stop() {
    if (stopping_.exchange(true)) return;
    for (auto& worker : workers_) asio::post(worker->loop, [this, w = worker.get()] { close(*w); });
  }

  void stop_at_once() {
    stopping_ = true;
    for (auto& worker : workers_) worker->loop.stop();
  }

 private:
  std::shared_ptr<const Site> shared_site(Site site) const {
    site.is_tls = tls_ != nullptr;
    return std::make_shared<const Site>(std::move(site));
  }

  // On the worker's own thread: nothing new, and what is under way gets its time.
  void close(Worker& worker) {
    if (&worker == workers_.front().get() && acceptor_) close_acceptor();
    worker.work.reset();
    asio::co_spawn(worker.loop, give_up(worker), asio::detached);
  }

  // Those whom the kernel has let in already have perhaps asked: they are served too.
  void close_acceptor() {
    boost::system::error_code error;
    acceptor_->non_blocking(true, error);
    for (std::size_t next = 0; !error; next = (next + 1) % workers_.size()) {
      Worker& worker = *workers_[next];
      Socket socket(worker.loop.get_executor());
      acceptor_->accept(socket, error);
      if (!error) begin(std::move(socket), worker);
    }
    acceptor_->close(error);
  }

  // Closes what waits, once requests that were on their way are here; and ends the loop when the time for draining is
  // up. A loop that has nothing left to do ends by itself before.
  Task give_up(Worker& worker) {
    const auto now = std::chrono::steady_clock::now();
    const auto last_requests = now + limits_.last_requests, end = now + limits_.drain;
    Timer timer(worker.loop.get_executor());
    while (open_ > 0 && std::chrono::steady_clock::now() < end) {
      if (std::chrono::steady_clock::now() >= last_requests) close_idle(worker.connections);
      timer.expires_after(std::min(limits_.drain, pause));
      co_await timer.async_wait(as_tuple);
    }
    worker.loop.stop();
  }

  static void close_idle(Connections& connections) {
    if (std::exchange(connections.is_closed, true)) return;
    for (Connection& connection : connections.idle) connection.cancel();
  }

  Task accept_all() {
    for (std::size_t next = 0; !stopping_; next = (next + 1) % workers_.size()) {
      Worker& worker = *workers_[next];
      Socket socket(worker.loop.get_executor());
      const auto [error] = co_await acceptor_->async_accept(socket, as_tuple);
      if (error == asio::error::operation_aborted || stopping_) co_return;
      if (error == asio::error::no_descriptors) turn_one_away();
      if (error) {
        Timer timer(workers_.front()->loop.get_executor(), pause);
        co_await timer.async_wait(as_tuple);
      } else {
        begin(std::move(socket), worker);
      }
    }
  }

  void begin(Socket socket, Worker& worker) {
    if (open_ >= most_open_) make_room();
    if (open_ >= most_open_ + limits_.refused_connections) return;
    const auto admission = ++open_ <= most_open_ ? Admission::admitted : Admission::full;
    Open open(&open_);
    try {
      asio::post(worker.loop, [this, socket = std::move(socket), &worker, admission, open = std::move(open)]() mutable {
        serve(std::move(socket), worker, admission, std::move(open));
      });
    } catch (const std::exception& failure) {
      log_failure("-", failure.what());
    }
  }

  // Those who have waited longest without asking anything are let go, so that silence shuts nobody out.
  void make_room() {
    for (auto& worker : workers_)
      asio::post(worker->loop, [w = worker.get()] {
        if (!w->connections.idle.empty()) w->connections.idle.front().cancel();
      });
  }

  // Whoever has waited longest is let go, and may try elsewhere, instead of waiting for nothing.
  void turn_one_away() {
    spare_.give();
    boost::system::error_code ignored;
    acceptor_->non_blocking(true, ignored);
    { const auto closed_at_once = acceptor_->accept(ignored); }
    spare_.take();
  }

  // On the worker's own thread.
  void serve(Socket socket, Worker& worker, Admission admission, Open open) {
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    auto connection = tls_ != nullptr ? tls_connection(std::move(socket), worker.deadlines, *tls_)
                                      : plain_connection(std::move(socket), worker.deadlines);
    serve_connection(std::move(connection), worker.connections, admission, std::move(open));
  }

  const HttpLimits limits_;
  TlsIdentity* const tls_;
  const std::size_t most_open_;
  std::atomic<bool> ending_{false};
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> open_{0};
  BytesInFlight bytes_{limits_.bytes_in_flight};
  SpareDescriptor spare_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::optional<Acceptor> acceptor_;
  std::uint16_t port_ = 0;
};

HttpServer::HttpServer(Site site, HttpServerOptions options)
    : implementation_(std::make_unique<Implementation>(std::move(site), options)) {}
HttpServer::~HttpServer() = default;

fhir::Result<void> HttpServer::listen(std::string_view address, std::uint16_t port) {
  return implementation_->listen(address, port);
}
std::uint16_t HttpServer::port() const { return implementation_->port(); }
void HttpServer::serve(Site site) { implementation_->serve(std::move(site)); }
void HttpServer::announce_end() { implementation_->announce_end(); }
HttpServerState HttpServer::state() const { return implementation_->state(); }
unsigned HttpServer::threads() const { return implementation_->threads(); }
void HttpServer::touch(const std::shared_ptr<std::atomic<unsigned>>& turned) { implementation_->touch(turned); }
void HttpServer::run() { implementation_->run(); }
void HttpServer::stop() { implementation_->stop(); }
void HttpServer::stop_at_once() { implementation_->stop_at_once(); }

}  // namespace server
