// What was read of values to which many others refer: as many references as fit into a call may lead to one that fills
// the rest of it, and reading it for each would take quadratic time. Internal to rules/.
#pragma once

#include <functional>
#include <map>
#include <utility>

#include "fhir/json.h"
#include "fhir/kept_memory.h"

namespace rules {

template <class What>
class ReadOnce {
 public:
  // What `read` makes of the value, the first time that it is asked for.
  template <class Read>
  const What& of(fhir::Json value, Read read) {
    const auto found = known_.find(value.place());
    return (found != known_.end() ? found : known_.emplace(value.place(), read(value)).first)->second;
  }

 private:
  std::map<const void*, What, std::less<>, fhir::KeptMemory<std::pair<const void* const, What>>> known_;
};

}  // namespace rules
