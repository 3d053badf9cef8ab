#include "fhir/bundle.h"

#include "fhir/resources.h"

namespace fhir {
namespace {

// OperationOutcome: a severity above warning means that something was not done; so may one that does not say.
// "success" is of FHIR R5.
bool is_error(Json outcome) {
  bool says_something = false;
  for (const Json entry : outcome["issue"].each()) {
    const std::string_view severity = entry["severity"].text();
    if (severity != "warning" && severity != "information" && severity != "success") return true;
    says_something = true;
  }
  return !says_something;
}

// Searches are answered with a searchset; clients that gather by themselves send a collection, or do not say.
bool is_list(Json bundle) {
  const Json type = bundle["type"];
  return !type.exists() || type.text() == "searchset" || type.text() == "collection";
}

bool answers(Json resource, const Query& query) {
  return query.resource_type == "MedicationRequest" ? is_medication_request(resource)
                                                    : resource_type(resource) == query.resource_type;
}

Json next_link(Json bundle) {
  for (const Json link : bundle["link"].each())
    if (link["relation"].text() == "next") return link;
  return {};
}

struct Doubts {
  bool error = false;       // an error stands among the entries
  bool unreadable = false;  // something is there that does not say what it is
};

// Sorts the entries by what they are. One without a resource (only a fullUrl or a search mode) says nothing.
Doubts take_entries(Json bundle, const Query& query, QueryAnswer& answer) {
  Doubts doubts;
  for (const Json entry : bundle["entry"].each()) {
    const Json resource = entry["resource"];
    if (resource_type(resource) == "OperationOutcome")
      doubts.error = doubts.error || is_error(resource);
    else if (answers(resource, query))
      answer.resources.push_back(resource);
    else if (!resource_type(resource).empty())
      answer.included.push_back(resource);
    else if (!resource.is_empty())
      doubts.unreadable = true;
  }
  return doubts;
}

Answer classify_bundle(Json bundle, const Query& query, QueryAnswer& answer) {
  if (!is_list(bundle)) return Answer::failed;
  const Doubts doubts = take_entries(bundle, query, answer);
  const Json next = next_link(bundle);
  answer.next = next["url"].text();
  const bool more = bundle["total"].number().value_or(0) > static_cast<double>(answer.resources.size());
  if (answer.resources.empty()) {
    // Only resources of another type, or of none: an answer, but not to this query.
    if (doubts.error || doubts.unreadable || !answer.included.empty()) return Answer::failed;
    if (next.exists()) return Answer::partial;
    return more ? Answer::failed : Answer::empty;
  }
  return doubts.error || more || next.exists() ? Answer::partial : Answer::data;
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
