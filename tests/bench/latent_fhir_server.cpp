#include "tests/bench/latent_fhir_server.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>

namespace bench {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using server::as_tuple;

namespace {

constexpr std::size_t buffer_bytes = 16 * 1024;
const std::string nothing = R"({"resourceType":"Bundle","type":"searchset","total":0})";

// "/fhir/Observation?patient=1" -> "Observation"
std::string resource_type_in(const std::string& target) {
  constexpr std::string_view base = "/fhir/";
  return target.substr(base.size(), target.find_first_of("/?", base.size()) - base.size());
}

}  // namespace

LatentFhirServer::LatentFhirServer(std::map<std::string, std::string> bodies, Duration latency)
    : bodies_(std::move(bodies)),
      latency_(latency),
      acceptor_(loop_.get_executor(), tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
  asio::co_spawn(loop_, accept_all(), asio::detached);
  thread_ = std::thread([this] { loop_.run(); });
}

LatentFhirServer::~LatentFhirServer() {
  loop_.stop();
  thread_.join();
}

std::string LatentFhirServer::url() const {
  return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/fhir";
}

server::Awaitable<void> LatentFhirServer::accept_all() {
  for (;;) {
    tcp::socket::rebind_executor<server::Executor>::other socket(loop_.get_executor());
    const auto [error] = co_await acceptor_.async_accept(socket, as_tuple);
    if (error) co_return;
    ++connections_;
    socket.set_option(tcp::no_delay(true));
    asio::co_spawn(loop_, serve(server::Stream(std::move(socket))), asio::detached);
  }
}

server::Awaitable<void> LatentFhirServer::serve(server::Stream stream) {
  beast::flat_buffer buffer;
  buffer.reserve(buffer_bytes);
  server::Timer timer(loop_.get_executor());
  for (;;) {
    http::request<http::empty_body> request;
    const auto [not_read, bytes] = co_await http::async_read(stream, buffer, request, as_tuple);
    if (not_read) co_return;
    const auto began = std::chrono::steady_clock::now();
    ++requests_;
    timer.expires_at(began + latency_);
    co_await timer.async_wait(as_tuple);
    const std::string& body = body_for(std::string(request.target()));
    http::response<http::span_body<const char>> response(http::status::ok, request.version());
    response.set(http::field::content_type, "application/fhir+json");
    response.body() = {body.data(), body.size()};
    response.prepare_payload();
    const auto [not_sent, sent] = co_await http::async_write(stream, response, as_tuple);
    note(std::string(request["traceparent"]), std::chrono::steady_clock::now() - began);
    if (not_sent) co_return;
  }
}

const std::string& LatentFhirServer::body_for(const std::string& target) const {
  const auto found = bodies_.find(resource_type_in(target));
  return found == bodies_.end() ? nothing : found->second;
}

void LatentFhirServer::note(const std::string& traceparent, Duration time) {
  const std::lock_guard lock(mutex_);
  Duration& slowest = slowest_[traceparent];
  slowest = std::max(slowest, time);
}

LatentFhirServer::Duration LatentFhirServer::take_slowest(const std::string& traceparent) {
  const std::lock_guard lock(mutex_);
  const auto found = slowest_.extract(traceparent);
  return found.empty() ? Duration() : found.mapped();
}

}  // namespace bench
