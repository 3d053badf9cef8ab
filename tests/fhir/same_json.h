// Whether two JSON values say the same, members in the same order.
#pragma once

#include "fhir/json.h"

namespace fhir {

inline bool is_same_json(Json left, Json right) {
  if (left.type() != right.type() || left.size() != right.size() || left.text() != right.text() ||
      left.number() != right.number() || left.boolean() != right.boolean())
    return false;
  auto other = right.elements().begin();
  for (const Json element : left.elements())
    if (!is_same_json(element, *other++)) return false;
  auto other_member = right.members().begin();
  for (const auto& [name, member] : left.members()) {
    const auto counterpart = *other_member++;
    if (name != counterpart.name || !is_same_json(member, counterpart.value)) return false;
  }
  return true;
}

}  // namespace fhir
