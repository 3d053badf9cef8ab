#include "server/patient_record.h"

#include <string>
#include <string_view>

namespace server {
namespace {

std::string_view shortcoming(fhir::Answer answer) {
  switch (answer) {
    case fhir::Answer::failed:
      return "an error or no answer to the query";
    case fhir::Answer::partial:
      return "only a part of the answer";
    default:
      return "not sent";
  }
}

// "conditions (not sent), boneDensity (only a part of the answer)".
std::string missing_keys(const fhir::PatientRecord& record) {
  std::string keys;
  for (const auto& query : fhir::queries()) {
    if (!query.required || record[query.id].is_complete()) continue;
    if (!keys.empty()) keys += ", ";
    keys.append(query.key).append(" (").append(shortcoming(record[query.id].answer)).append(")");
  }
  return keys;
}

}  // namespace

fhir::PatientRecord prefetched(const CdsRequest& request) {
  fhir::PatientRecord record;
  record.patient_id = request.patient_id;
  record.draft_orders = request.draft_orders;
  for (const auto& query : fhir::queries()) fhir::classify(request.prefetch[query.key], query, record[query.id]);
  return record;
}

GatheredRecord gather(CdsRequest request) {
  auto record = prefetched(request);
  if (const auto one_patient = fhir::check_one_patient(record); !one_patient) co_return one_patient.error();
  if (fhir::missing_required(record) != nullptr)
    co_return fhir::issue(fhir::IssueType::incomplete,
                          "required prefetch: " + missing_keys(record) +
                              ". Send what discovery asks for under these keys; where a search found nothing, send "
                              "null or an empty Bundle.");
  co_return record;
}

}  // namespace server
