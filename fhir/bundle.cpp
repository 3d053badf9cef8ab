#include "fhir/bundle.h"

#include "fhir/resources.h"

namespace fhir {
namespace {

// OperationOutcome: a severity above warning means that something was not done.
bool is_error(Json outcome) {
  for (const Json entry : outcome["issue"].each()) {
    const std::string_view severity = entry["severity"].text();
    if (severity == "error" || severity == "fatal") return true;
  }
  return false;
}

bool answers(Json resource, const Query& query) {
  return query.resource_type == "MedicationRequest" ? is_medication_request(resource)
                                                    : resource_type(resource) == query.resource_type;
}

std::string_view next_link(Json bundle) {
  for (const Json link : bundle["link"].each())
    if (link["relation"].text() == "next") return link["url"].text();
  return "";
}

// Sorts the entries by what they are; true if an error stands among them.
bool take_entries(Json bundle, const Query& query, QueryAnswer& answer) {
  bool error = false;
  for (const Json entry : bundle["entry"].each()) {
    const Json resource = entry["resource"];
    if (resource_type(resource) == "OperationOutcome")
      error = error || is_error(resource);
    else if (answers(resource, query))
      answer.resources.push_back(resource);
    else if (!resource_type(resource).empty())
      answer.included.push_back(resource);
  }
  return error;
}

Answer classify_bundle(Json bundle, const Query& query, QueryAnswer& answer) {
  const bool error = take_entries(bundle, query, answer);
  answer.next = next_link(bundle);
  const bool more = bundle["total"].number().value_or(0) > static_cast<double>(answer.resources.size());
  if (answer.resources.empty()) {
    // Only resources of another type: an answer, but not to this query.
    if (error || more || !answer.included.empty()) return Answer::failed;
    return answer.next.empty() ? Answer::empty : Answer::partial;
  }
  return error || more || !answer.next.empty() ? Answer::partial : Answer::data;
}

}  // namespace

void QueryAnswer::clear() {
  answer = Answer::not_provided;
  resources.clear();
  included.clear();
  next = {};
}

void classify(Json value, const Query& query, QueryAnswer& answer) {
  answer.clear();
  if (!value.exists() || (value.is_null() && query.is_read)) return;
  const std::string_view type = resource_type(value);
  if (value.is_null()) {
    answer.answer = Answer::empty;
  } else if (type == "OperationOutcome") {
    answer.answer = is_error(value) || query.is_read ? Answer::failed : Answer::empty;
  } else if (type == "Bundle") {
    answer.answer = classify_bundle(value, query, answer);
  } else if (answers(value, query)) {
    answer.resources.push_back(value);
    answer.answer = Answer::data;
  } else {
    answer.answer = Answer::failed;
  }
}

}  // namespace fhir
