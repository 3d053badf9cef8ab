#include "fhir/json.h"

namespace fhir {

Json Json::operator[](std::string_view name) const {
  for (const auto& member : members())
    if (member.name == name) return member.value;
  return {};
}

}  // namespace fhir
