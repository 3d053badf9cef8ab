#include "fhir/json.h"

#include <cstring>

namespace fhir {

Json Json::operator[](std::string_view name) const {
  if (!is_object()) return {};
  const std::uint32_t end = nodes_[index_].next;
  for (std::uint32_t member = index_ + 1; member < end; member = nodes_[member + 1].next) {
    const JsonNode& found = nodes_[member];
    if (found.length == name.size() && std::memcmp(found.characters, name.data(), name.size()) == 0)
      return {nodes_, member + 1};
  }
  return {};
}

}  // namespace fhir
