#include "server/client_profile_file.h"

#include <algorithm>
#include <map>

namespace server {
namespace {

using fhir::Json;
using fhir::Result;

// No EHR's list of orders has longer codes, and no name of an order is longer.
constexpr std::size_t longest_code_text_bytes = 1'000;
// Keys are names that people give: those of the service have 24 letters at most.
constexpr std::size_t longest_alias_bytes = 100;
constexpr std::string_view no_type = "none";

JsonShape order_code_shape() {
  return object_shape({{"system", text_shape(), true}, {"code", text_shape(), true}, {"display", text_shape()}});
}

std::vector<std::string_view> profile_names() {
  std::vector<std::string_view> names;
  for (const auto& profile : client_profiles())
    if (!profile.name.empty()) names.push_back(profile.name);
  return names;
}

std::vector<std::string_view> our_keys() {
  std::vector<std::string_view> keys;
  for (const auto& query : fhir::queries()) keys.push_back(query.key);
  return keys;
}

std::vector<std::string_view> content_types() {
  std::vector<std::string_view> types{no_type};
  types.insert(types.end(), std::begin(markdown_types), std::end(markdown_types));
  return types;
}

JsonShape aliases_shape() {
  std::vector<JsonShapeMember> members;
  for (const auto key : our_keys()) members.push_back({key, text_shape()});
  return object_shape(std::move(members));
}

bool is_control_or_space(char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7F'; }

// FHIR's types uri and code (http://hl7.org/fhir/R4/datatypes.html): a uri has no space, a code none at its ends and no
// two in a row.
bool is_uri(std::string_view text) { return std::ranges::none_of(text, is_control_or_space); }
bool is_code(std::string_view text) {
  bool was_space = true;
  for (const char c : text) {
    if (is_control_or_space(c) && (c != ' ' || was_space)) return false;
    was_space = c == ' ';
  }
  return !was_space;
}
bool is_line(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return c != ' ' && is_control_or_space(c); });
}

Result<void> check_code(Json coding, const std::string& path) {
  for (const auto& [name, value] : coding.members())
    if (value.text().size() > longest_code_text_bytes)
      return wrong_at(path_of(path, name), " is longer than 1000 bytes");
  if (!is_uri(coding["system"].text())) return wrong_at(path_of(path, "system"), " is not a URI");
  if (!is_code(coding["code"].text())) return wrong_at(path_of(path, "code"), " is not a code as FHIR has them");
  if (!is_line(coding["display"].text())) return wrong_at(path_of(path, "display"), " has control characters");
  return {};
}

Result<void> read_order_codes(Json codes, const std::string& path, Client& client) {
  for (const auto& [suggestion, coding] : codes.members()) {
    if (const auto good = check_code(coding, path_of(path, suggestion)); !good) return good;
    client.order_codes.push_back({std::string(suggestion), std::string(coding["system"].text()),
                                  std::string(coding["code"].text()), std::string(coding["display"].text())});
  }
  return {};
}

std::string& key_in(fhir::PrefetchReading& reading, std::string_view our_key) {
  const auto found = std::ranges::find(fhir::queries(), our_key, &fhir::Query::key);
  return reading.keys[fhir::index_of(found->id)];
}

// One of the client's keys stands for one answer: two queries that read the same would each believe the other's.
Result<void> check_distinct(const fhir::PrefetchReading& reading, Json aliases, const std::string& path) {
  std::map<std::string_view, std::string_view> queries_of;
  for (const auto& query : fhir::queries()) {
    const std::string& key = reading.keys[fhir::index_of(query.id)];
    if (key.empty()) continue;
    const auto [other, is_new] = queries_of.emplace(key, query.key);
    if (is_new) continue;
    const auto renamed = aliases[query.key].exists() ? query.key : other->second;
    return wrong_at(path_of(path, renamed), " is the key of another template, too");
  }
  return {};
}

Result<void> read_prefetch_keys(Json json, const std::string& path, fhir::PrefetchReading& reading) {
  const auto aliases_path = path_of(path, "prefetchAliases");
  for (const auto& [our_key, alias] : json["prefetchAliases"].members()) {
    if (alias.text().size() > longest_alias_bytes || !is_line(alias.text()))
      return wrong_at(path_of(aliases_path, our_key), " is longer than 100 bytes, or has control characters");
    key_in(reading, our_key) = alias.text();
  }
  std::size_t index = 0;
  for (const Json our_key : json["missingTemplates"].elements()) {
    const auto place = path_of(path_of(path, "missingTemplates"), index++);
    if (json["prefetchAliases"][our_key.text()].exists()) return wrong_at(place, " has an alias, too");
    key_in(reading, our_key.text()).clear();
  }
  return check_distinct(reading, json["prefetchAliases"], aliases_path);
}

}  // namespace

std::vector<JsonShapeMember> profile_shapes() {
  return {{"profile", word_shape(profile_names())},
          {"selectionBehavior", word_shape({"any", "at-most-one"})},
          {"prefetchNull", word_shape({"nothing-found", "not-known"})},
          {"detailContentType", word_shape(content_types())},
          {"orderCodes", map_shape(order_code_shape())},
          {"prefetchAliases", aliases_shape()},
          {"missingTemplates", list_shape(word_shape(our_keys()), 1, fhir::query_count)}};
}

Result<void> read_profile(Json json, const std::string& path, Client& client) {
  ClientProfile& profile = client.profile;
  profile = *profile_named(json["profile"].text());
  if (const Json behavior = json["selectionBehavior"]; behavior.exists())
    profile.selection_behavior = behavior.text() == "any" ? SelectionBehavior::any : SelectionBehavior::at_most_one;
  if (const Json null = json["prefetchNull"]; null.exists())
    profile.prefetch_null = null.text() == "not-known" ? PrefetchNull::not_known : PrefetchNull::nothing_found;
  if (const Json type = json["detailContentType"]; type.exists()) {
    const auto known = std::ranges::find(markdown_types, type.text());
    profile.detail_content_type = known == std::end(markdown_types) ? std::string_view() : *known;
  }
  client.prefetch.null_is_an_answer = profile.prefetch_null == PrefetchNull::nothing_found;
  if (const auto read = read_order_codes(json["orderCodes"], path_of(path, "orderCodes"), client); !read) return read;
  return read_prefetch_keys(json, path, client.prefetch);
}

}  // namespace server
