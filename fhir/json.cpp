#include "fhir/json.h"

namespace fhir {

JsonType Json::type() const {
  return nodes_ == nullptr ? JsonType::missing : static_cast<JsonType>(nodes_[index_].type);
}

bool Json::is_empty() const {
  switch (type()) {
    case JsonType::missing:
    case JsonType::null:
      return true;
    case JsonType::string:
    case JsonType::array:
    case JsonType::object:
      return nodes_[index_].length == 0;
    default:
      return false;
  }
}

std::optional<std::string_view> Json::string() const {
  if (!is_string()) return std::nullopt;
  return std::string_view(nodes_[index_].characters, nodes_[index_].length);
}

std::optional<double> Json::number() const {
  if (type() != JsonType::number) return std::nullopt;
  return nodes_[index_].number;
}

std::optional<bool> Json::boolean() const {
  if (type() != JsonType::boolean) return std::nullopt;
  return nodes_[index_].boolean;
}

std::string_view Json::text() const { return string().value_or(std::string_view()); }

Json Json::operator[](std::string_view name) const {
  for (const auto& member : members())
    if (member.name == name) return member.value;
  return {};
}

std::size_t Json::size() const { return is_array() || is_object() ? nodes_[index_].length : 0; }

Json::Elements Json::elements() const {
  return is_array() ? Elements(nodes_, index_ + 1, nodes_[index_].next) : Elements();
}

Json::Elements Json::each() const {
  if (is_array()) return elements();
  return exists() && !is_null() ? Elements(nodes_, index_, nodes_[index_].next) : Elements();
}

Json::Members Json::members() const {
  return is_object() ? Members(nodes_, index_ + 1, nodes_[index_].next) : Members();
}

}  // namespace fhir
