#include "server/http_session.h"

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <memory>
#include <utility>

#include "fhir/kept_memory.h"
#include "server/http_exchange.h"
#include "server/log.h"

namespace server {
namespace {

// While it waits for a request, it is all that a connection takes: its coroutines are those of the time in between.
class Session final : public Sleeper, public std::enable_shared_from_this<Session> {
 public:
  Session(std::unique_ptr<Connection> connection, Connections& connections, Admission admission, Open open)
      : open_(std::move(open)), connection_(std::move(connection)), connections_(connections), admission_(admission) {}

  void begin() { spawn(open()); }

  void wake(boost::system::error_code error) override {
    connection_->IdleHook::unlink();
    spawn(error ? end() : serve());
  }

 private:
  void spawn(Awaitable<void> part) {
    boost::asio::co_spawn(connections_.turnstile.executor(), std::move(part),
                          [self = shared_from_this()](const std::exception_ptr& failure) { log(failure); });
  }

  // It costs this connection.
  static void log(const std::exception_ptr& failure) {
    if (failure) try {
        std::rethrow_exception(failure);
      } catch (const std::exception& known) {
        log_failure("-", known.what());
      } catch (...) {
        log_failure("-", "an exception of no known kind");
      }
  }

  Awaitable<void> open() {
    connection_->set_deadline(in(is_admitted() ? limits().handshake : limits().linger));
    // In a variable: g++ 12 makes of some conditions before a co_await a coroutine whose frame it misplaces by eight
    // bytes, so that it cannot be resumed.
    const bool is_open = co_await connection_->open();
    if (is_open && !sleep()) co_await end();
  }

  Awaitable<void> serve() {
    auto after = co_await serve_one();
    while (after == After::another_request && unparsed_.size() > 0) after = co_await serve_one();
    if (after == After::another_request && sleep()) co_return;
    if (after != After::end_of_writing) co_await end();
  }

  Awaitable<void> end() { return end_writing(*connection_, limits()); }

  const HttpLimits& limits() const { return connections_.limits; }
  bool is_admitted() const { return admission_ == Admission::admitted; }

  // Until the next request; false if none is waited for any more.
  bool sleep() {
    if (connections_.is_closed) return false;
    connection_->set_deadline(in(patience()));
    if (!connection_->sleep(shared_from_this())) return false;
    if (is_admitted()) connections_.idle.push_back(*connection_);
    return true;
  }

  // Whoever has connected has something to ask; whoever was answered may take a while until the next question.
  std::chrono::milliseconds patience() const {
    if (!is_admitted()) return limits().linger;
    return answered_ == 0 ? limits().header : limits().idle;
  }

  Awaitable<After> serve_one() {
    Terms terms;
    terms.is_last = !is_admitted() || ++answered_ >= limits().requests_per_connection;
    bool is_granted = connections_.turnstile.lets_go();
    if (!is_granted) is_granted = co_await connections_.turnstile.wait();
    if (!is_granted) terms.overload = "lag";
    if (!is_admitted()) terms.overload = "connections";
    // Not in the coroutine's frame: Asio keeps the memory of frames of up to a kilobyte only.
    const auto exchange = std::allocate_shared<HttpExchange>(fhir::KeptMemory<HttpExchange>(), *connection_,
                                                             connections_, unparsed_, terms);
    co_return co_await exchange->run();
  }

  const Open open_;
  const std::unique_ptr<Connection> connection_;
  Connections& connections_;
  const Admission admission_;
  Unparsed unparsed_;
  std::size_t answered_ = 0;
};

}  // namespace

void serve_connection(std::unique_ptr<Connection> connection, Connections& connections, Admission admission,
                      Open open) {
  std::make_shared<Session>(std::move(connection), connections, admission, std::move(open))->begin();
}

}  // namespace server
