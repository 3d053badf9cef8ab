// How long a call takes whose data must all be fetched, beside the slowest answer of the FHIR server, in one run.
//
//   fhir_access_bench GUIDELINE_FOLDER PATIENT.json [UPSTREAM_LATENCY_MS [CALLS]]
#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <cstdio>
#include <cstdlib>
#include <map>
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

// One connection that calls the service, as an EHR's gateway does.
class Caller {
 public:
  Caller(std::uint16_t port, std::string body) : socket_(context_) {
    socket_.connect({asio::ip::address_v4::loopback(), port});
    socket_.set_option(asio::ip::tcp::no_delay(true));
    request_ = {http::verb::post, server::service_path(server::order_sign), 11, std::move(body)};
    request_.set(http::field::host, "localhost");
    request_.set(http::field::content_type, "application/json");
    request_.prepare_payload();
  }
  Clock::duration call() {
    const auto began = Clock::now();
    http::write(socket_, request_);
    http::response<http::string_body> response;
    http::read(socket_, buffer_, response);
    if (response.result() != http::status::ok || response.body().size() < 100) {
      std::fprintf(stderr, "no cards: %s\n", response.body().c_str());
      std::exit(1);
    }
    return Clock::now() - began;
  }

 private:
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

void measure(std::uint16_t port, const std::string& body, bench::LatentFhirServer& upstream, int calls) {
  Caller caller(port, body);
  for (int i = 0; i < 5; ++i) caller.call();
  const auto connections = upstream.connection_count();
  const auto requests = upstream.request_count();
  std::vector<Clock::duration> answers, slowest, beyond;
  for (int i = 0; i < calls; ++i) {
    upstream.take_slowest();
    answers.push_back(caller.call());
    slowest.push_back(upstream.take_slowest());
    beyond.push_back(answers.back() - slowest.back());
  }
  std::printf("| ms | least | median | 99 %% |\n| --- | --- | --- | --- |\n");
  print_row("slowest answer of the FHIR server", slowest);
  print_row("answer of the service", answers);
  print_row("beyond the slowest", beyond);
  std::printf("\n%d calls, %.1f FHIR requests each, %zu connections before, %zu new ones\n", calls,
              static_cast<double>(upstream.request_count() - requests) / calls, connections,
              upstream.connection_count() - connections);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return std::fprintf(stderr, "usage: fhir_access_bench GUIDELINE_FOLDER PATIENT.json [MS [CALLS]]\n"), 2;
  const auto latency = std::chrono::milliseconds(argc > 3 ? std::atoi(argv[3]) : 20);
  const int calls = argc > 4 ? std::atoi(argv[4]) : 300;
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
  measure(server.port(), body, upstream, calls);
  server.stop();
  running.join();
  outbound.stop();
}
