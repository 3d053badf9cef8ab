#include "server/prefetch_counts.h"

#include <utility>
#include <vector>

#include "server/metrics.h"
#include "server/tally.h"

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

// A place for each answer to each query.
Tally prefetch_tally() {
  std::vector<prometheus::Counter*> counters(fhir::query_count * fhir::answer_count);
  for (const auto& query : fhir::queries())
    for (std::size_t answer = 0; answer < fhir::answer_count; ++answer)
      counters[index_of(query.id) * fhir::answer_count + answer] =
          &metrics().prefetch.of({query.key, prefetch_result(static_cast<Answer>(answer))});
  return Tally(std::move(counters));
}

}  // namespace

void count_prefetched(const fhir::PatientRecord& record) {
  static const auto tally = prefetch_tally();  // every call counts them all
  for (const auto& query : fhir::queries())
    tally.raise(index_of(query.id) * fhir::answer_count + static_cast<std::size_t>(record[query.id].answer));
}

}  // namespace server
