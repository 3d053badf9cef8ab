#include "server/outbound.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <thread>

#include "server/event_loop.h"

namespace server {

class Outbound::Implementation {
 public:
  Implementation(OutboundLimits outbound, BreakerLimits breaker, IdentityLimits identity)
      : loop_(std::make_unique<boost::asio::io_context>(1)),
        work_(boost::asio::make_work_guard(*loop_)),
        client_(std::make_unique<FhirClient>(loop_->get_executor(), outbound, breaker)),
        keys_(std::make_unique<ClientKeys>(loop_->get_executor(), identity)),
        thread_([this] { run_to_end(*loop_); }) {}

  // The order matters. Connections and timers need the loop; the coroutines that end with the loop still give their
  // connections back to the clients.
  ~Implementation() {
    loop_->stop();
    thread_.join();
    client_->close();
    keys_->close();
    work_.reset();
    loop_.reset();
  }

  FhirClient& client() { return *client_; }
  ClientKeys& keys() { return *keys_; }

  template <class Work>
  auto on_thread(Work work) {
    std::packaged_task<decltype(work())()> task(std::move(work));
    auto done = task.get_future();
    boost::asio::post(*loop_, std::move(task));
    return done.get();
  }

 private:
  std::unique_ptr<boost::asio::io_context> loop_;
  boost::asio::executor_work_guard<Executor> work_;
  std::unique_ptr<FhirClient> client_;
  std::unique_ptr<ClientKeys> keys_;
  std::thread thread_;
};

Outbound::Outbound(OutboundLimits outbound, BreakerLimits breaker, IdentityLimits identity)
    : implementation_(std::make_unique<Implementation>(outbound, breaker, identity)) {}
Outbound::~Outbound() = default;

FhirClient& Outbound::fhir() { return implementation_->client(); }
fhir::Result<void> Outbound::load_keys(const Clients& clients) {
  return implementation_->on_thread([&] { return client_keys().load(clients); });
}
ClientKeys& Outbound::client_keys() { return implementation_->keys(); }
void Outbound::stop() { implementation_.reset(); }

}  // namespace server
