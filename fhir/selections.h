// Which entries of a Bundle are meant by references to them: the orders that were just selected, among all that are
// drafted (CDS Hooks order-select, R151).
#pragma once

#include <compare>
#include <string_view>

#include "fhir/json.h"
#include "fhir/kept_memory.h"

namespace fhir {

class Selections {
 public:
  // `references`: an array of texts such as "MedicationRequest/draft-1". Clients also write them behind their address,
  // without the type, or as the entry's own fullUrl. What is no text means no entry.
  explicit Selections(Json references);

  // By the type and id of its resource, or by its fullUrl. A look-up, however many references there are.
  bool has(Json entry) const;

 private:
  struct Selected {
    std::string_view key;   // an id, or all of the reference
    std::string_view type;  // of the resource with this id; "" if the reference does not say it
    friend auto operator<=>(const Selected&, const Selected&) = default;
  };
  List<Selected> selected_;  // in order
};

// Without selections (nullptr) every entry is meant.
inline bool is_meant(Json entry, const Selections* selections) {
  return selections == nullptr || selections->has(entry);
}

}  // namespace fhir
