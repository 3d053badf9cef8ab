// The answers to queries, each "key\ntext", further ones of a key as its next pages: however they are made, they are
// classed without contradiction, and facts and advice come of them.
#include <memory>

#include "fhir/medication_references.h"
#include "fhir/patient_record.h"
#include "fhir/resources.h"
#include "fuzz_input.h"
#include "rules/facts.h"
#include "server/guideline_files.h"

namespace {

using fhir::Answer;
using fuzz::expect;

const server::Knowledge& knowledge() {
  static const auto loaded = server::load_knowledge({"aibl-2017", GUIDELINE_FOLDER, std::nullopt, {}});
  return *loaded;
}

// Text and nodes of all that a record views.
class Documents {
 public:
  fhir::Json add(std::string text) {
    pages_.push_back(std::make_unique<Page>(std::move(text)));
    const auto json = pages_.back()->document.parse(pages_.back()->text);
    return json ? *json : fhir::Json();
  }

 private:
  struct Page {
    explicit Page(std::string from) : text(std::move(from)) {}
    std::string text;
    fhir::JsonDocument document;
  };
  std::vector<std::unique_ptr<Page>> pages_;
};

void check(const fhir::QueryAnswer& answer, const fhir::Query& query) {
  if (answer.is_complete()) expect(answer.next.empty() && !answer.has_error, "a complete answer has no rest");
  if (answer.answer == Answer::data) expect(!answer.resources.empty(), "data are there");
  if (answer.answer == Answer::empty) expect(answer.resources.empty(), "nothing is there");
  for (const fhir::Json resource : answer.resources)
    expect(fhir::is_answered_with(query, fhir::resource_type(resource)), "what answers is of the query's type");
}

void add_answer(fhir::PatientRecord& record, const fhir::Query& query, fhir::Json json) {
  auto& answer = record[query.id];
  if (answer.answer == Answer::not_provided)
    fhir::classify(json, query, answer);
  else
    fhir::add_page(json, query, answer);
  check(answer, query);
  fhir::QueryAnswer cut = answer;
  fhir::cut_short(cut);
  expect(!cut.is_complete(), "what was cut short is not complete");
}

fhir::PatientRecord record_of(std::string_view text, Documents& documents) {
  fhir::PatientRecord record;
  record.patient_id = "p";
  record.draft_orders = documents.add(R"({"resourceType": "Bundle", "entry": [{"resource": {
    "resourceType": "MedicationRequest", "id": "o", "status": "draft", "intent": "order", "subject": {"reference":
    "Patient/p"}, "medicationCodeableConcept": {"text": "letrozole 2.5 mg"}}}]})");
  for (const auto part : fuzz::records_of(text)) {
    auto [key, answer] = fuzz::named_text_of(part);
    const fhir::Json json = documents.add(std::move(answer));
    if (key == "draftOrders") record.draft_orders = json;
    for (const auto& query : fhir::queries())
      if (key == query.key) add_answer(record, query, json);
  }
  return record;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  Documents documents;
  fhir::PatientRecord record = record_of(fuzz::text_of(data, size), documents);
  for (const auto& reference : fhir::unresolved_in_drafts(record)) expect(!reference.id.empty(), "it names something");
  for (const auto& reference : fhir::unresolved_in_answers(record)) expect(!reference.id.empty(), "it names something");
  record.has_unread_medications = fhir::has_unnamed_drugs(record);
  if (!fhir::check_one_patient(record)) return 0;
  const auto orders = rules::find_orders(record, knowledge().terminology);
  const fhir::Today today{std::chrono::year{2026} / 6 / 15, std::chrono::minutes{0}};
  const auto facts = rules::facts_of(record, orders.ours, knowledge().terminology, today);
  for (const auto& card : knowledge().guideline->advise(facts).cards)
    expect(fuzz::is_summary(card.summary), "a card has a short summary");
  return 0;
}
