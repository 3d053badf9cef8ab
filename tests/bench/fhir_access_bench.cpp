// How long a call takes whose data must all be fetched, beside the slowest answer of the FHIR server, in one run: one
// call after another, then many a second at random times.
//
//   fhir_access_bench GUIDELINE_FOLDER PATIENT.json [UPSTREAM_LATENCY_MS [CALLS [CALLS_A_SECOND]]]
#include <algorithm>
#include <atomic>
#include <boost/asio/connect.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include <spdlog/spdlog.h>

#include "fhir/json_text.h"
#include "fhir/resources.h"
#include "server/cds_service.h"
#include "server/discovery.h"
#include "server/fhir_source.h"
#include "server/http_server.h"
#include "tests/bench/latent_fhir_server.h"

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

struct PatientFile {
  std::string id;
  std::string draft_orders;
  std::map<std::string, std::string> bodies;  // by resource type
};

// Every search is answered with all resources of its type: more than was asked for, which costs the service more.
PatientFile read_patient(const char* path) {
  auto text = server::read_file(path);
  if (!text) std::exit(std::fprintf(stderr, "%s cannot be read\n", path) ? 1 : 1);
  fhir::JsonDocument document;
  const auto json = document.parse(*text);
  PatientFile file{std::string((*json)["patientId"].text()), fhir::to_text((*json)["draftOrders"]), {}};
  std::map<std::string, std::string> entries;
  for (const fhir::Json entry : (*json)["record"]["entry"].each()) {
    const std::string type(fhir::resource_type(entry["resource"]));
    entries[type] += (entries[type].empty() ? "" : ",") + fhir::to_text(entry);
    if (type == "Patient") file.bodies[type] = fhir::to_text(entry["resource"]);
  }
  for (const auto& [type, list] : entries)
    if (type != "Patient") file.bodies[type] = R"({"resourceType":"Bundle","type":"searchset","entry":[)" + list + "]}";
  file.bodies["metadata"] = R"({"resourceType":"CapabilityStatement","fhirVersion":"4.0.1"})";
  return file;
}

// How long a call took, and the slowest answer of the FHIR server meanwhile.
struct Times {
  std::vector<Clock::duration> answers, slowest, beyond;
  void add(Clock::duration answer, Clock::duration upstream) {
    answers.push_back(answer);
    slowest.push_back(upstream);
    beyond.push_back(answer - upstream);
  }
};

// A number for each call, by which the FHIR server tells whose searches it answers.
std::string new_traceparent() {
  static std::atomic<unsigned> calls{0};
  char text[64];
  std::snprintf(text, sizeof text, "00-%032x-%016x-01", ++calls, 1u);
  return text;
}

// One connection that calls the service, as an EHR's gateway does.
class Caller {
 public:
  Caller(std::uint16_t port, const std::string& body, bench::LatentFhirServer& upstream)
      : upstream_(upstream), socket_(context_) {
    socket_.connect({asio::ip::address_v4::loopback(), port});
    socket_.set_option(asio::ip::tcp::no_delay(true));
    request_ = {http::verb::post, server::service_path(server::order_sign), 11, body};
    request_.set(http::field::host, "localhost");
    request_.set(http::field::content_type, "application/json");
    request_.prepare_payload();
  }
  // Once, counted from `due` on.
  void call(Clock::time_point due, Times& times) {
    const std::string traceparent = new_traceparent();
    request_.set("traceparent", traceparent);
    http::write(socket_, request_);
    http::response<http::string_body> response;
    http::read(socket_, buffer_, response);
    if (response.result() != http::status::ok || response.body().size() < 100) {
      std::fprintf(stderr, "no cards: %s\n", response.body().c_str());
      std::exit(1);
    }
    times.add(Clock::now() - due, upstream_.take_slowest(traceparent));
  }

 private:
  bench::LatentFhirServer& upstream_;
  asio::io_context context_;
  asio::ip::tcp::socket socket_;
  http::request<http::string_body> request_;
  boost::beast::flat_buffer buffer_;
};

double percentile(std::vector<Clock::duration>& times, double part) {
  std::ranges::sort(times);
  const auto at = static_cast<std::size_t>(part * static_cast<double>(times.size() - 1));
  return std::chrono::duration<double, std::milli>(times[at]).count();
}

void print_row(const char* what, std::vector<Clock::duration> times) {
  std::printf("| %s | %.2f | %.2f | %.2f |\n", what, percentile(times, 0), percentile(times, 0.5),
              percentile(times, 0.99));
}

void print(const Times& times) {
  std::printf("| ms | least | median | 99 %% |\n| --- | --- | --- | --- |\n");
  print_row("slowest answer of the FHIR server", times.slowest);
  print_row("answer of the service", times.answers);
  print_row("beyond the slowest", times.beyond);
}

void measure_alone(Caller& caller, bench::LatentFhirServer& upstream, int calls) {
  Times warming, times;
  for (int i = 0; i < 5; ++i) caller.call(Clock::now(), warming);
  const auto connections = upstream.connection_count();
  const auto requests = upstream.request_count();
  for (int i = 0; i < calls; ++i) caller.call(Clock::now(), times);
  print(times);
  std::printf("\n%d calls, %.1f FHIR requests each, %zu connections before, %zu new ones\n", calls,
              static_cast<double>(upstream.request_count() - requests) / calls, connections,
              upstream.connection_count() - connections);
}

// When calls come at random, so many a second on average: a Poisson process, the same in every run.
std::vector<Clock::duration> random_times(int calls, double a_second) {
  std::mt19937 numbers(1);
  std::exponential_distribution<double> pause(a_second);
  std::vector<Clock::duration> times;
  double at = 0;
  for (int i = 0; i < calls; ++i)
    times.push_back(std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(at += pause(numbers))));
  return times;
}

// Each of some connections takes the next call when it is due.
void measure_many(std::vector<std::unique_ptr<Caller>>& callers, int calls, double a_second) {
  const auto due = random_times(calls, a_second);
  const auto began = Clock::now();
  std::atomic<std::size_t> next{0};
  std::vector<Times> times(callers.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < callers.size(); ++i)
    threads.emplace_back([&, i] {
      for (std::size_t call = next++; call < due.size(); call = next++) {
        std::this_thread::sleep_until(began + due[call]);
        callers[i]->call(began + due[call], times[i]);
      }
    });
  for (auto& thread : threads) thread.join();
  Times all;
  for (const auto& of_one : times)
    for (std::size_t i = 0; i < of_one.answers.size(); ++i) all.add(of_one.answers[i], of_one.slowest[i]);
  std::printf(
      "\n%d calls at random times, %.0f a second on average, on %zu connections; counted from when each was due:\n\n",
      calls, a_second, callers.size());
  print(all);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3)
    return std::fprintf(stderr,
                        "usage: fhir_access_bench GUIDELINE_FOLDER PATIENT.json [MS [CALLS [CALLS_A_SECOND]]]\n"),
           2;
  const auto latency = std::chrono::milliseconds(argc > 3 ? std::atoi(argv[3]) : 20);
  const int calls = argc > 4 ? std::atoi(argv[4]) : 300;
  const double a_second = argc > 5 ? std::atof(argv[5]) : 200;
  spdlog::set_level(spdlog::level::off);
  const PatientFile patient = read_patient(argv[2]);
  bench::LatentFhirServer upstream(patient.bodies, latency);

  server::GuidelineChoice choice;
  choice.folder = argv[1];
  const auto knowledge = std::make_shared<const server::Knowledge>(*server::load_knowledge(choice));
  server::Outbound outbound;
  const server::CdsService service(server::order_sign, knowledge, server::clock_stopped_at(2026y / 6 / 15),
                                   *server::sandbox_source({}, outbound));
  server::Site site;
  site.router.add(http::verb::post, server::service_path(server::order_sign), server::Body::json,
                  [&service](server::HttpRequest& call) { return service.answer(call); });
  server::HttpServer server(std::move(site), {std::thread::hardware_concurrency(), {}});
  if (!server.listen("127.0.0.1", 0)) return 1;
  std::thread running([&server] { server.run(); });
  const std::string body = R"({"hook":"order-sign","hookInstance":"1","fhirServer":")" + upstream.url() +
                           R"(","context":{"patientId":")" + patient.id + R"(","draftOrders":)" + patient.draft_orders +
                           "}}";
  constexpr int connections = 32;
  std::vector<std::unique_ptr<Caller>> callers;
  for (int i = 0; i < connections; ++i) callers.push_back(std::make_unique<Caller>(server.port(), body, upstream));
  measure_alone(*callers.front(), upstream, calls);
  measure_many(callers, 4 * calls, a_second);
  server.stop();
  running.join();
  outbound.stop();
}
