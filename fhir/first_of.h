// An element by the first of several names that it has: its name in each version of FHIR. Internal to fhir/.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

#include "fhir/date.h"
#include "fhir/json.h"

namespace fhir {

inline Json first_of(Json resource, std::initializer_list<std::string_view> names) {
  for (const auto name : names)
    if (const Json element = resource[name]; !element.is_empty()) return element;
  return {};
}

inline std::optional<Date> first_date(Json resource, std::initializer_list<std::string_view> names) {
  for (const auto name : names)
    if (const auto date = date_of(resource[name])) return date;
  return std::nullopt;
}

}  // namespace fhir
