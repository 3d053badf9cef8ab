// The stages of a call whose data are prefetched, each by itself, over all bodies of the workload in turn.
//
//   stages_bench WORKLOAD_FOLDER GUIDELINE_FOLDER [Google Benchmark's options]
#include <benchmark/benchmark.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <iostream>

#include "server/card.h"
#include "server/cds_service.h"
#include "server/fhir_source.h"
#include "server/jwt.h"
#include "server/log.h"
#include "server/outbound.h"
#include "server/verification_key.h"
#include "tests/bench/allocations/count_allocations.h"
#include "tests/bench/many_rules.h"
#include "tests/bench/stage_inputs.h"
#include "tests/server/signed_tokens.h"

namespace {

using benchmark::State;

// Counts the allocations of the iterations while it lives.
class AllocationsOf {
 public:
  explicit AllocationsOf(State& state) : state_(state), before_(bench::allocations_so_far().allocations) {}
  ~AllocationsOf() {
    const auto count = static_cast<double>(bench::allocations_so_far().allocations - before_);
    state_.counters["allocations"] = count / static_cast<double>(state_.iterations());
  }
  AllocationsOf(const AllocationsOf&) = delete;
  AllocationsOf& operator=(const AllocationsOf&) = delete;

 private:
  State& state_;
  const std::uint64_t before_;
};

template <class Inputs, class Stage>
void measure(State& state, const Inputs& inputs, Stage stage) {
  for (const auto& input : inputs) stage(input);  // what is kept for the next time is there
  std::size_t next = 0;
  const AllocationsOf allocations(state);
  for (auto unused : state) {
    stage(inputs[next]);
    if (++next == inputs.size()) next = 0;
  }
}

int kilobytes(const State& state) { return static_cast<int>(state.range(0)); }

// The parser changes the text, so that each iteration needs another copy: what that costs is the next row.
void parse(State& state) {
  std::string text;
  fhir::JsonDocument document;
  measure(state, bench::bodies(kilobytes(state)), [&](const std::string& body) {
    text = body;
    benchmark::DoNotOptimize(document.parse(text));
  });
}

void copy(State& state) {
  std::string text;
  measure(state, bench::bodies(kilobytes(state)), [&](const std::string& body) {
    text = body;
    benchmark::DoNotOptimize(text.data());
  });
}

void request(State& state) {
  measure(state, bench::calls(kilobytes(state)), [](const auto& call) {
    benchmark::DoNotOptimize(server::parse_cds_request(call->json, server::order_sign));
  });
}

void record(State& state) {
  measure(state, bench::calls(kilobytes(state)),
          [](const auto& call) { benchmark::DoNotOptimize(bench::record_of(call->request)); });
}

void orders(State& state) {
  measure(state, bench::calls(kilobytes(state)), [](const auto& call) {
    benchmark::DoNotOptimize(
        rules::find_orders(call->request.draft_orders, call->request.patient_id, bench::knowledge().terminology));
  });
}

void facts(State& state) {
  measure(state, bench::calls(kilobytes(state)), [](const auto& call) {
    benchmark::DoNotOptimize(
        rules::facts_of(call->record, call->orders.ours, bench::knowledge().terminology, bench::today()));
  });
}

void decide(State& state) {
  measure(state, bench::calls(kilobytes(state)),
          [](const auto& call) { benchmark::DoNotOptimize(bench::knowledge().guideline->advise(call->facts)); });
}

void cards(State& state) {
  const server::GuidelineJson guideline(*bench::knowledge().guideline);
  measure(state, bench::calls(kilobytes(state)), [&guideline](const auto& call) {
    const server::Call identity{call->request, call->orders.ours, server::sandbox_caller,
                                server::order_sign.service_id};
    benchmark::DoNotOptimize(server::cards_json(call->advice, server::card_uuids(call->advice, identity),
                                                {call->facts, guideline, {}}, identity));
  });
}

// How advice grows with the number of rules.
void rules_decided(State& state) {
  const auto guideline = bench::guideline_with(static_cast<int>(state.range(0)), bench::places.guideline);
  std::vector<rules::Facts> facts(1);
  facts.front()[rules::FactId::egfr].value = 95.0;
  measure(state, facts, [&guideline](const auto& one) { benchmark::DoNotOptimize(guideline->advise(one)); });
}

// From body to answer, as the service does it; with the copy of the body.
void call(State& state) {
  server::Outbound outbound;
  const auto knowledge = std::make_shared<const server::Knowledge>(bench::knowledge());
  const server::CdsService service(
      server::order_sign, knowledge, [] { return bench::today(); }, *server::sandbox_source({}, outbound));
  boost::asio::io_context loop(1);
  std::string text;
  measure(state, bench::bodies(kilobytes(state)), [&](const std::string& body) {
    text = body;
    server::HttpRequest request;
    request.method = server::http::verb::post;
    request.body = &text;
    request.request_id = "r1";
    loop.restart();
    boost::asio::co_spawn(loop, service.answer(request), boost::asio::detached);
    loop.run();
  });
  outbound.stop();
}

// A token as EHRs send it: taken apart, and its signature verified. No memory of tokens, no lookup of keys.
void token(State& state, const char* algorithm, EVP_PKEY* (*key)()) {
  server_test::TokenParts parts;
  parts.header = {{"alg", std::string("\"").append(algorithm).append("\"")}, {"kid", R"("k")"}, {"typ", R"("JWT")"}};
  parts.claims = {{"iss", R"("https://ehr.example.org")"},
                  {"aud", R"("https://cds.example.org/cds-services/aromatase-inhibitor-bone-health")"},
                  {"iat", "1780000000"},
                  {"exp", "1780000300"},
                  {"jti", R"("8f0f6c5e-6f0e-4e0e-9d6c-5d1f1c1f7a11")"}};
  const std::vector<std::string> tokens{parts.signed_by(key(), algorithm)};
  std::string jwk = server_test::public_jwk(key(), "k");
  fhir::JsonDocument document;
  const auto public_key = server::VerificationKey::from_jwk(*document.parse(jwk));
  measure(state, tokens, [&](const std::string& text) {
    const auto jwt = server::take_apart(text);
    if (!public_key->verifies(jwt->header.algorithm, jwt->signed_text, jwt->signature)) state.SkipWithError("refused");
  });
}

void sizes(benchmark::internal::Benchmark* stage) {
  for (const int size : {5, 20, 60}) stage->Arg(size);
}

BENCHMARK(copy)->Apply(sizes);
BENCHMARK(parse)->Apply(sizes);
BENCHMARK(request)->Apply(sizes);
BENCHMARK(record)->Apply(sizes);
BENCHMARK(orders)->Apply(sizes);
BENCHMARK(facts)->Apply(sizes);
BENCHMARK(decide)->Apply(sizes);
BENCHMARK(cards)->Apply(sizes);
BENCHMARK(call)->Apply(sizes);
BENCHMARK(rules_decided)->Name("rules")->Arg(1)->Arg(10)->Arg(100)->Arg(1000);
BENCHMARK_CAPTURE(token, ES384, "ES384", server_test::p384);
BENCHMARK_CAPTURE(token, ES256, "ES256", server_test::p256);
BENCHMARK_CAPTURE(token, RS384, "RS384", server_test::rsa);

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return std::cerr << "usage: stages_bench WORKLOAD_FOLDER GUIDELINE_FOLDER [OPTIONS]\n", 2;
  bench::places = {arguments[1], arguments[2]};
  server::start_logging(server::LogLevel::info);  // as the service does
  count -= 2;
  arguments[2] = arguments[0];
  benchmark::Initialize(&count, arguments + 2);
  benchmark::RunSpecifiedBenchmarks();
}
