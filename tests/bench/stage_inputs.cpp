#include "tests/bench/stage_inputs.h"

#include <cstdlib>
#include <iostream>
#include <map>

#include "server/clock.h"
#include "server/gathering.h"
#include "tests/bench/lines_of.h"

namespace bench {
namespace {

using namespace std::chrono_literals;

[[noreturn]] void end(const std::string& why) {
  std::cerr << "stages_bench: " << why << '\n';
  std::exit(1);
}

std::vector<std::string> read_bodies(int kilobytes) {
  const std::string file = places.data + "/bodies-" + std::to_string(kilobytes) + ".jsonl";
  auto lines = lines_of(file);
  if (lines.empty()) end(file + " cannot be read: `tests/bench/run` makes it");
  return lines;
}

std::vector<std::unique_ptr<CallStages>> taken_apart(const std::vector<std::string>& all) {
  std::vector<std::unique_ptr<CallStages>> calls;
  for (const auto& body : all) {
    auto call = std::make_unique<CallStages>(body);
    if (!call->orders.ours.empty()) calls.push_back(std::move(call));
  }
  return calls;
}

}  // namespace

const server::Knowledge& knowledge() {
  static const server::Knowledge loaded = [] {
    server::GuidelineChoice choice;
    choice.folder = places.guideline;
    auto read = server::load_knowledge(choice);
    if (!read) end(read.error().diagnostics);
    return std::move(*read);
  }();
  return loaded;
}

fhir::Today today() {
  static const auto clock = server::clock_stopped_at(2026y / 6 / 15);
  return clock();
}

fhir::PatientRecord record_of(const server::CdsRequest& request) {
  fhir::PatientRecord record = server::prefetched(request);
  if (!fhir::check_one_patient(record) || fhir::missing_required(record) != nullptr) end("a record is not complete");
  return record;
}

CallStages::CallStages(std::string body) : text(std::move(body)) {
  const auto parsed = document.parse(text);
  if (!parsed) end(parsed.error().diagnostics);
  json = *parsed;
  const auto read = server::parse_cds_request(json, server::order_sign);
  if (!read) end(read.error().diagnostics);
  request = *read;
  record = record_of(request);
  orders = rules::find_orders(request.draft_orders, request.patient_id, knowledge().terminology);
  if (orders.ours.empty()) return;
  facts = rules::facts_of(record, orders.ours, knowledge().terminology, today());
  advice = knowledge().guideline->advise(facts);
}

const std::vector<std::string>& bodies(int kilobytes) {
  static std::map<int, std::vector<std::string>> all;
  auto& found = all[kilobytes];
  if (found.empty()) found = read_bodies(kilobytes);
  return found;
}

const std::vector<std::unique_ptr<CallStages>>& calls(int kilobytes) {
  static std::map<int, std::vector<std::unique_ptr<CallStages>>> all;
  auto& found = all[kilobytes];
  if (found.empty()) found = taken_apart(bodies(kilobytes));
  return found;
}

}  // namespace bench
