// What came for one query, classed so that "nothing was found" is never confused with "could not look".
#pragma once

#include <cstdint>
#include <string_view>

#include "fhir/json.h"
#include "fhir/kept_memory.h"
#include "fhir/search.h"

namespace fhir {

// CDS Hooks prefetch values, classed as in the table of the conformance sheet, section 1.11.
enum class Answer : std::uint8_t {
  not_provided,  // no such key, or null for a read
  failed,        // an error OperationOutcome, or something that is no answer to the query
  partial,       // data, but with an error beside them, or with more pages, or fewer than the total
  empty,         // looked, and nothing was found
  data,
};
inline constexpr std::size_t answer_count = static_cast<std::size_t>(Answer::data) + 1;

// The answer to one query: its resources, in the order received.
struct QueryAnswer {
  Answer answer = Answer::not_provided;
  List<Json> resources;   // of the query's type
  List<Json> included;    // of other types, such as the Medications of requests
  std::string_view next;  // link to the next page, "" if this is all

  // What the pages so far said beside their resources.
  double total = 0;         // how many match, if said
  bool has_error = false;   // an error stands among the entries
  bool is_unclear = false;  // something is there that does not say what it is

  // Only a complete answer allows to conclude from what is not in it.
  bool is_complete() const { return answer == Answer::empty || answer == Answer::data; }
  bool is_usable() const { return is_complete() || answer == Answer::partial; }
  void clear();
};

// Reads the value of a prefetch key, or the body of a FHIR response, into `answer`.
void classify(Json value, const Query& query, QueryAnswer& answer);

// Reads the next page of a search into the `answer` that its link came from. What stands on several pages, because
// something was added between two requests, is taken once. Anything but a Bundle leaves the answer partial for good.
void add_page(Json page, const Query& query, QueryAnswer& answer);

// Adds what came for another search of the same query: together they are complete only if both are.
void combine(const QueryAnswer& other, QueryAnswer& answer);

// The rest of the answer could not be had, whatever it said so far.
void cut_short(QueryAnswer& answer);

}  // namespace fhir
