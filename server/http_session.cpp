#include "server/http_session.h"

#include <memory>
#include <utility>

#include "fhir/kept_memory.h"
#include "server/http_exchange.h"

namespace server {
namespace {

class Session {
 public:
  Session(std::unique_ptr<Connection> connection, Connections& connections, Admission admission)
      : connection_(std::move(connection)), connections_(connections), admission_(admission) {}

  Awaitable<void> run() {
    connection_->set_deadline(in(is_admitted() ? limits().handshake : limits().linger));
    // In a variable: g++ 12 makes of some conditions before a co_await a coroutine whose frame it misplaces by eight
    // bytes, so that it cannot be resumed.
    const bool is_open = co_await connection_->open();
    if (!is_open) co_return;
    auto after = After::another_request;
    while (after == After::another_request) {
      // Not in a coroutine of its own, whose frame each connection that waits would hold.
      const bool waits = unparsed_.size() == 0;
      boost::system::error_code error;
      if (waits) error = begin_to_wait();
      if (waits && !error) error = co_await connection_->wait();
      connection_->IdleHook::unlink();
      after = After::no_more_requests;
      if (!error) after = co_await serve_one();
    }
    if (after == After::no_more_requests) co_await end_writing(*connection_, limits());
  }

 private:
  const HttpLimits& limits() const { return connections_.limits; }
  bool is_admitted() const { return admission_ == Admission::admitted; }

  // For a request; an error if none is waited for any more.
  boost::system::error_code begin_to_wait() {
    if (connections_.is_closed) return boost::asio::error::operation_aborted;
    connection_->set_deadline(in(patience()));
    if (is_admitted()) connections_.idle.push_back(*connection_);
    return {};
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

  const std::unique_ptr<Connection> connection_;
  Connections& connections_;
  const Admission admission_;
  Unparsed unparsed_;
  std::size_t answered_ = 0;
};

}  // namespace

Awaitable<void> serve_connection(std::unique_ptr<Connection> connection, Connections& connections,
                                 Admission admission) {
  Session session(std::move(connection), connections, admission);
  co_await session.run();
}

}  // namespace server
