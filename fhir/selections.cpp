#include "fhir/selections.h"

#include <algorithm>

#include "fhir/reference.h"
#include "fhir/resources.h"

namespace fhir {

Selections::Selections(Json references) {
  for (const Json reference : references.elements()) {
    const std::string_view text = reference.text();
    const auto parts = split_reference(text);
    if (!parts || parts->is_contained) continue;
    selected_.push_back({text, ""});
    selected_.push_back({parts->id, parts->type});
  }
  std::ranges::sort(selected_);
}

bool Selections::has(Json entry) const {
  const auto is_among = [this](std::string_view key, std::string_view type) {
    return !key.empty() && std::ranges::binary_search(selected_, Selected{key, type});
  };
  const Json resource = entry["resource"];
  const std::string_view id = resource["id"].text();
  return is_among(id, resource_type(resource)) || is_among(id, "") || is_among(entry["fullUrl"].text(), "");
}

}  // namespace fhir
