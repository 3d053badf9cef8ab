// Any bytes as the body of a call: whatever they are, there is an answer, and the same bytes have the same answer.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "fhir/json.h"
#include "rules/facts.h"
#include "rules/guideline.h"
#include "server/cds_request.h"

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Knowledge {
  Knowledge() {
    for (const auto& entry : fs::directory_iterator(fs::path(GUIDELINE_FOLDER) / "value-sets")) {
      if (entry.path().extension() != ".json") continue;
      std::string text = text_of(entry.path());
      fhir::JsonDocument document;
      const auto value_set = document.parse(text.data(), text.size());
      if (!value_set || !terminology.add(*value_set)) std::abort();
    }
    const auto loaded = rules::Guideline::load(fs::path(GUIDELINE_FOLDER) / "aibl-2017");
    if (!loaded) std::abort();
    guideline = *loaded;
  }
  fhir::Terminology terminology;
  std::shared_ptr<const rules::Guideline> guideline;
};

// The details of all cards, or why there is none.
std::string answer_to(std::string body, const Knowledge& knowledge) {
  fhir::JsonDocument document;
  const auto json = document.parse(body.data(), body.size());
  if (!json) return json.error().diagnostics;
  const auto request = server::parse_cds_request(*json);
  if (!request) return request.error().diagnostics;
  fhir::PatientRecord record;
  record.patient_id = request->patient_id;
  record.draft_orders = request->draft_orders;
  for (const auto& query : fhir::queries()) fhir::classify(request->prefetch[query.key], query, record[query.id]);
  const auto orders = rules::find_orders(record, knowledge.terminology);
  if (orders.ours.empty() || !fhir::check_one_patient(record)) return "";
  const fhir::Today today{std::chrono::year{2026} / 6 / 15, std::chrono::minutes{0}};
  const auto facts = rules::facts_of(record, orders.ours, knowledge.terminology, today);
  std::string details;
  for (const auto& card : knowledge.guideline->advise(facts).cards) details += card.summary + card.detail;
  return details;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const Knowledge knowledge;
  const std::string body(data, data + size);
  if (answer_to(body, knowledge) != answer_to(body, knowledge)) std::abort();
  return 0;
}
