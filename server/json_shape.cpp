#include "server/json_shape.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace server {
namespace {

using fhir::IssueType;
using fhir::Json;
using fhir::JsonType;
using fhir::Result;

std::string_view name_of(JsonType type) {
  switch (type) {
    case JsonType::string:
      return " is not a text";
    case JsonType::number:
      return " is not a number";
    case JsonType::array:
      return " is not a list";
    default:
      return " is not an object";
  }
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string result;
  for (const auto word : words) result.append(result.empty() ? "" : ", ").append(word);
  return result;
}

Result<void> check_text(Json value, const JsonShape& shape, const std::string& path) {
  const auto text = value.text();
  if (shape.words.empty()) return text.empty() ? wrong_at(path, " is empty") : Result<void>();
  if (std::ranges::find(shape.words, text) == shape.words.end())
    return wrong_at(path, " is none of " + joined(shape.words));
  return {};
}

Result<void> check_number(Json value, const JsonShape& shape, const std::string& path) {
  const double number = *value.number();
  const bool is_within = number >= static_cast<double>(shape.least) && number <= static_cast<double>(shape.most);
  if (!is_within || number != std::floor(number))
    return wrong_at(path,
                    " is not a whole number from " + std::to_string(shape.least) + " to " + std::to_string(shape.most));
  return {};
}

Result<void> check_list(Json value, const JsonShape& shape, const std::string& path) {
  if (value.size() < shape.least || value.size() > shape.most)
    return wrong_at(
        path, " does not have from " + std::to_string(shape.least) + " to " + std::to_string(shape.most) + " elements");
  std::size_t index = 0;
  for (const Json element : value.elements())
    if (const auto fits = check_shape(element, shape.values.front(), path_of(path, index++)); !fits) return fits;
  return {};
}

Result<void> check_map(Json value, const JsonShape& shape, const std::string& path) {
  for (const auto& [name, member] : value.members())
    if (const auto fits = check_shape(member, shape.values.front(), path_of(path, name)); !fits) return fits;
  return {};
}

Result<void> check_members(Json value, const JsonShape& shape, const std::string& path) {
  for (const auto& [name, member] : value.members()) {
    const auto known = std::ranges::find(shape.members, name, &JsonShapeMember::name);
    if (known == shape.members.end())
      return fhir::issue(IssueType::structure, path_of(path, name) + " is not a member");
    if (const auto fits = check_shape(member, known->shape, path_of(path, name)); !fits) return fits;
  }
  for (const auto& member : shape.members)
    if (member.is_required && !value[member.name].exists())
      return fhir::issue(IssueType::required, path_of(path, member.name) + " is missing");
  return {};
}

}  // namespace

JsonShape text_shape() { return {}; }

JsonShape word_shape(std::vector<std::string_view> words) {
  JsonShape shape;
  shape.words = std::move(words);
  return shape;
}

JsonShape whole_number_shape(std::size_t least, std::size_t most) {
  JsonShape shape;
  shape.type = JsonType::number;
  shape.least = least;
  shape.most = most;
  return shape;
}

JsonShape list_shape(JsonShape element, std::size_t least, std::size_t most) {
  JsonShape shape = whole_number_shape(least, most);
  shape.type = JsonType::array;
  shape.values.push_back(std::move(element));
  return shape;
}

JsonShape object_shape(std::vector<JsonShapeMember> members) {
  JsonShape shape;
  shape.type = JsonType::object;
  shape.members = std::move(members);
  return shape;
}

JsonShape map_shape(JsonShape value) {
  JsonShape shape = object_shape({});
  shape.values.push_back(std::move(value));
  return shape;
}

Result<void> check_shape(Json value, const JsonShape& shape, const std::string& path) {
  if (value.type() != shape.type) return wrong_at(path, name_of(shape.type));
  switch (shape.type) {
    case JsonType::string:
      return check_text(value, shape, path);
    case JsonType::number:
      return check_number(value, shape, path);
    case JsonType::array:
      return check_list(value, shape, path);
    default:
      return shape.values.empty() ? check_members(value, shape, path) : check_map(value, shape, path);
  }
}

fhir::Issue wrong_at(const std::string& path, std::string_view what) {
  return fhir::issue(IssueType::value, (path.empty() ? "the file" : path) + std::string(what));
}

std::string path_of(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}

std::string path_of(const std::string& path, std::size_t index) { return path + "[" + std::to_string(index) + "]"; }

}  // namespace server
