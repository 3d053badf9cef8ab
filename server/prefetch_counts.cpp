#include "server/prefetch_counts.h"

#include <array>

#include "server/metrics.h"

namespace server {
namespace {

using fhir::Answer;
using fhir::index_of;

// As metrics call it.
std::string_view prefetch_result(Answer answer) {
  switch (answer) {
    case Answer::data:
      return "present";
    case Answer::empty:
      return "empty";
    case Answer::not_provided:
      return "missing";
    case Answer::failed:
    case Answer::partial:
      break;
  }
  return "error";
}

using CountersOfQuery = std::array<prometheus::Counter*, fhir::answer_count>;

std::array<CountersOfQuery, fhir::query_count> prefetch_counters() {
  std::array<CountersOfQuery, fhir::query_count> counters{};
  for (const auto& query : fhir::queries())
    for (std::size_t answer = 0; answer < fhir::answer_count; ++answer)
      counters[index_of(query.id)][answer] =
          &metrics().prefetch.of({query.key, prefetch_result(static_cast<Answer>(answer))});
  return counters;
}

}  // namespace

void count_prefetched(const fhir::PatientRecord& record) {
  static const auto counters = prefetch_counters();  // looked up once: every call counts them all
  for (const auto& query : fhir::queries())
    counters[index_of(query.id)][static_cast<std::size_t>(record[query.id].answer)]->Increment();
}

}  // namespace server
