#include "fhir/bundle.h"

#include <algorithm>
#include <set>

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

Json next_link(Json bundle) {
  for (const Json link : bundle["link"].each())
    if (link["relation"].text() == "next") return link;
  return {};
}

// Something matched, and was withheld.
bool withholds_resource(Json entry) {
  return !entry.is_object() || !entry["fullUrl"].is_empty() || entry["search"]["mode"].text() == "match";
}

// A tree: who chooses the ids may choose them so that a table of hashes has all in one place.
using KnownIds = std::set<std::string_view>;

bool is_new(Json resource, KnownIds& known) {
  const std::string_view id = resource["id"].text();
  return id.empty() || known.insert(id).second;
}

// Sorts the entries by what they are.
void take_entries(Json bundle, const Query& query, QueryAnswer& answer, KnownIds* known) {
  const Json entries = bundle["entry"];
  if (entries.is_array()) answer.resources.reserve(answer.resources.size() + entries.size());
  for (const Json entry : entries.each()) {
    const Json resource = entry["resource"];
    const std::string_view type = resource_type(resource);
    if (is_answered_with(query, type)) {
      if (known == nullptr || is_new(resource, *known)) answer.resources.push_back(resource);
    } else if (type == "OperationOutcome") {
      answer.has_error = answer.has_error || is_error(resource);
    } else if (!type.empty()) {
      answer.included.push_back(resource);
    } else if (!resource.is_empty() || withholds_resource(entry)) {
      answer.is_unclear = true;
    }
  }
}

void take_page(Json bundle, QueryAnswer& answer) {
  const Json next = next_link(bundle);
  answer.next = next["url"].text();
  // A link that leads nowhere: there is more, but not for us.
  answer.has_error = answer.has_error || (next.exists() && answer.next.empty());
  answer.total = std::max(answer.total, bundle["total"].number().value_or(0));
}

// What the pages so far amount to.
Answer judge(const QueryAnswer& answer) {
  const bool more = answer.total > static_cast<double>(answer.resources.size());
  if (!answer.resources.empty())
    return answer.has_error || more || !answer.next.empty() ? Answer::partial : Answer::data;
  // Only resources of another type, or of none: an answer, but not to this query.
  if (answer.has_error || answer.is_unclear || !answer.included.empty()) return Answer::failed;
  if (!answer.next.empty()) return Answer::partial;
  return more ? Answer::failed : Answer::empty;
}

Answer classify_bundle(Json bundle, const Query& query, QueryAnswer& answer) {
  if (!is_list(bundle)) return Answer::failed;
  take_entries(bundle, query, answer, nullptr);
  take_page(bundle, answer);
  return judge(answer);
}

}  // namespace

void QueryAnswer::clear() {
  // The vectors keep their memory.
  resources.clear();
  included.clear();
  answer = Answer::not_provided;
  next = {};
  total = 0;
  has_error = false;
  is_unclear = false;
}

void add_page(Json page, const Query& query, QueryAnswer& answer) {
  answer.next = {};
  if (resource_type(page) != "Bundle" || !is_list(page)) return cut_short(answer);
  KnownIds known;
  for (const Json resource : answer.resources)
    if (const std::string_view id = resource["id"].text(); !id.empty()) known.insert(id);
  take_entries(page, query, answer, &known);
  take_page(page, answer);
  answer.answer = judge(answer);
}

void combine(const QueryAnswer& other, QueryAnswer& answer) {
  const bool are_complete = answer.is_complete() && other.is_complete();
  answer.resources.insert(answer.resources.end(), other.resources.begin(), other.resources.end());
  answer.included.insert(answer.included.end(), other.included.begin(), other.included.end());
  answer.next = {};
  answer.total = 0;  // each has been compared with its own
  answer.has_error = !are_complete;
  answer.answer = judge(answer);
}

void cut_short(QueryAnswer& answer) {
  answer.next = {};
  answer.has_error = true;
  answer.answer = judge(answer);
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
  } else if (is_answered_with(query, type)) {
    answer.resources.push_back(value);
    answer.answer = Answer::data;
  } else {
    answer.answer = Answer::failed;
  }
}

}  // namespace fhir
