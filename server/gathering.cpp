#include "server/gathering.h"

#include <algorithm>
#include <utility>

#include "fhir/resources.h"
#include "server/fhir_client.h"
#include "server/prefetch_counts.h"
#include "server/side_by_side.h"

namespace server {
namespace {

using fhir::Answer;
using fhir::IssueType;
using fhir::Json;
using fhir::QueryId;
using fhir::Result;

using fhir::index_of;

bool is_answer(Json json, const fhir::Query& query) {
  return fhir::resource_type(json) == (query.is_read ? query.resource_type : "Bundle");
}

// These are asked as R4 is.
bool is_like_r4(fhir::FhirVersion version) {
  return version == fhir::FhirVersion::r4 || version == fhir::FhirVersion::r4b;
}

using Queries = std::bitset<fhir::query_count>;
const Queries all_queries = Queries().set();

Queries queries_about_drugs_taken() {
  return Queries().set(index_of(QueryId::medications)).set(index_of(QueryId::medication_statements));
}

}  // namespace

fhir::PatientRecord prefetched(const CdsRequest& request, const fhir::PrefetchReading& reading) {
  fhir::PatientRecord record;
  record.patient_id = request.patient_id;
  record.draft_orders = request.draft_orders;
  record.selections = request.selected();
  fhir::take_prefetch(request.prefetch, record, reading);
  return record;
}

Gathering::Gathering(const CdsRequest& request, const fhir::Terminology& terminology, FhirClient& client,
                     Result<FhirAccessPtr> access, const GatherLimits& limits, BytesInFlight::Share* share,
                     const fhir::PrefetchReading& reading)
    : request_(request),
      terminology_(terminology),
      client_(client),
      access_(std::move(access)),
      limits_(limits),
      reading_(reading),
      record_(prefetched(request, reading_)),
      pages_(limits.bytes, share) {
  version_ = version_told(request);
  if (!version_ && access_) version_ = (*access_)->client->fhir_version;
}

bool Gathering::needs_fetching(const fhir::Query& query) const {
  const auto& answer = record_[query.id];
  return query.is_read ? answer.answer != Answer::data : !answer.is_complete();
}

void Gathering::fail(QueryId id, std::string why) { failures_[index_of(id)] = std::move(why); }

Awaitable<Result<void>> Gathering::complete() {
  count_prefetched(record_);
  if (const auto one_patient = fhir::check_one_patient(record_); !one_patient) co_return one_patient.error();
  if (access_) co_await fetch(all_queries);
  record_.has_unread_medications = fhir::has_unnamed_drugs(record_);
  if (const auto fetched = check_fetched(); !fetched) co_return fetched.error();
  if (fhir::missing_required(record_) == nullptr) co_return Result<void>();
  co_return missing(all_queries);
}

Awaitable<Result<void>> Gathering::look_for_drugs_taken() {
  if (const auto one_patient = fhir::check_one_patient(record_); !one_patient) co_return one_patient.error();
  if (access_) co_await fetch(queries_about_drugs_taken());
  if (const auto fetched = check_fetched(); !fetched) co_return fetched.error();
  if (record_[QueryId::medications].is_complete()) co_return Result<void>();
  co_return missing(queries_about_drugs_taken());
}

// Where nobody has said which version the server speaks, it is asked while the searches are, which are then those of
// R4: if it speaks another one, they were the wrong ones. What it said is remembered, so that this happens once.
Awaitable<void> Gathering::fetch(QuerySet wanted) {
  if (needs_version(wanted)) version_ = co_await client_.known_version(*access_);
  if (!needs_version(wanted)) co_return co_await fetch_missing(wanted);
  SideBySide tasks(co_await boost::asio::this_coro::executor);
  tasks.begin([&] {
    tasks.start(fetch_missing(wanted));
    tasks.start(learn_version());
  });
  co_await tasks.all();
  version_ = learned_version_;
  if (is_like_r4(version_asked())) co_return;
  forget_fetched();
  co_await fetch_missing(wanted);
}

// Only where something is fetched, and nobody has said it.
bool Gathering::needs_version(const QuerySet& wanted) const {
  const auto is_asked = [&](const auto& query) { return is_to_be_asked(query.id, wanted); };
  return !version_ && std::ranges::any_of(fhir::queries(), is_asked);
}

bool Gathering::is_to_be_asked(QueryId id, const QuerySet& wanted) const {
  return wanted.test(index_of(id)) && !asked_.test(index_of(id)) && needs_fetching(fhir::query(id));
}

// First the searches, then the Medications that their answers only refer to.
Awaitable<void> Gathering::fetch_missing(QuerySet wanted) {
  SideBySide searches(co_await boost::asio::this_coro::executor);
  // Required ones come first in the list, should connections be scarce.
  searches.begin([&] {
    for (const auto& query : fhir::queries())
      if (is_to_be_asked(query.id, wanted)) {
        asked_.set(index_of(query.id));
        searches.start(fetch_query(query.id));
      }
  });
  co_await searches.all();
  const auto references = fhir::unresolved_in_answers(record_);
  co_await read_medications(references);
  for (const auto& reference : references)
    if (failed_medications_.contains(reference.id) && record_[reference.query].is_usable()) {
      fail(reference.query, "a Medication that is referred to could not be read");
      fhir::cut_short(record_[reference.query]);
    }
}

Awaitable<void> Gathering::fetch_query(QueryId id) {
  auto& answer = record_[id];
  // A page of it was prefetched: only the rest is missing, if it can be had.
  if (answer.answer == Answer::partial && !answer.next.empty() && !answer.has_error) {
    co_await follow_pages(id, answer);
    if (answer.is_complete()) co_return;
  }
  fail(id, "");
  const auto full = fhir::query_urls(id, request_.patient_id, terminology_, fhir::SearchForm::full, version_asked());
  const auto plain = fhir::query_urls(id, request_.patient_id, terminology_, fhir::SearchForm::plain, version_asked());
  std::vector<fhir::QueryAnswer> answers(full.size());
  if (full.size() == 1) {
    co_await search(id, full[0], plain[0], answers[0]);
  } else {
    SideBySide searches(co_await boost::asio::this_coro::executor);
    searches.begin([&] {
      for (std::size_t i = 0; i < full.size(); ++i) searches.start(search(id, full[i], plain[i], answers[i]));
    });
    co_await searches.all();
  }
  if (answers[0].answer == Answer::not_provided) co_return;  // what was prefetched, such as a part, is better
  for (std::size_t i = 1; i < answers.size(); ++i) fhir::combine(answers[i], answers[0]);
  answer = std::move(answers[0]);
}

// One search, with all its pages. The answer stays "not provided" if none came.
Awaitable<void> Gathering::search(QueryId id, std::string full, std::string plain, fhir::QueryAnswer& answer) {
  const fhir::Query& query = fhir::query(id);
  if (query.is_read) plain.clear();
  auto body = co_await client_.fetch(*access_, index_of(id), std::move(full), std::move(plain));
  if (!body) co_return fail(id, std::move(body.error().diagnostics));
  const auto json = pages_.add(std::move(*body));
  if (!json) co_return fail(id, json.error().diagnostics);
  // What stands for nothing in prefetch, null or a mere warning, is no answer of a server.
  if (!is_answer(*json, query)) co_return fail(id, "the FHIR server's answer is not one to this query");
  fhir::classify(*json, query, answer);
  co_await follow_pages(id, answer);
}

Awaitable<void> Gathering::follow_pages(QueryId id, fhir::QueryAnswer& answer) {
  std::set<std::string> seen;
  std::string why;
  for (std::size_t page = 1; why.empty() && !answer.next.empty(); ++page) {
    const auto url = resolve_link((*access_)->base, answer.next);
    if (!url) {
      why = url.error().diagnostics;
    } else if (page == limits_.pages) {
      why = "it has more pages than are read";
    } else if (!seen.insert(url->to_string()).second) {
      why = "its pages lead back to one another";
    } else {
      auto body = co_await client_.fetch_page(*access_, index_of(id), *url);
      const auto json = body ? pages_.add(std::move(*body)) : Result<Json>(body.error());
      if (json)
        fhir::add_page(*json, fhir::query(id), answer);
      else
        why = json.error().diagnostics;
    }
  }
  if (why.empty()) co_return;
  fail(id, why);
  fhir::cut_short(answer);
}

Awaitable<void> Gathering::learn_version() { learned_version_ = co_await client_.version(*access_); }

// Back to what was prefetched.
void Gathering::forget_fetched() {
  for (const auto& query : fhir::queries())
    if (asked_.test(index_of(query.id))) {
      record_[query.id].clear();
      fail(query.id, "");
    }
  asked_.reset();
  tried_medications_.clear();
  failed_medications_.clear();
  fhir::take_prefetch(request_.prefetch, record_, reading_);
}

bool Gathering::leads_to_server(const fhir::MedicationReference& reference) const {
  if (!reference.is_absolute) return true;
  const auto url = resolve_link((*access_)->base, reference.reference);
  return url && *url == url_below((*access_)->base, "Medication/" + std::string(reference.id));
}

Awaitable<void> Gathering::read_medications(std::span<const fhir::MedicationReference> references) {
  SideBySide reads(co_await boost::asio::this_coro::executor);
  reads.begin([&] {
    for (const auto& reference : references)
      if (tried_medications_.size() < limits_.medications && leads_to_server(reference) &&
          tried_medications_.emplace(reference.id).second)
        reads.start(read_medication(std::string(reference.id)));
  });
  co_await reads.all();
}

// One that the server says is not there stays unread; any other failure is one to look.
Awaitable<void> Gathering::read_medication(std::string id) {
  auto body = co_await client_.fetch(*access_, medication_reads, "Medication/" + id, std::string());
  if (!body && body.error().code == IssueType::not_found) co_return;
  const auto json = body ? pages_.add(std::move(*body)) : Result<Json>(body.error());
  if (json && fhir::resource_type(*json) == "Medication" && (*json)["id"].text() == id)
    record_.medications.push_back(*json);
  else
    failed_medications_.insert(std::move(id));
}

Awaitable<void> Gathering::read_ordered_medications() {
  if (access_) co_await read_medications(fhir::unresolved_in_drafts(record_));
}

// Somebody else's data among what the server answered: nothing of it can be trusted.
Result<void> Gathering::check_fetched() const {
  if (const auto one_patient = fhir::check_one_patient(record_); !one_patient)
    return fhir::issue(IssueType::incomplete,
                       "the FHIR server answered with a resource of a patient who is not context.patientId");
  return {};
}

}  // namespace server
