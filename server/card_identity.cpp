#include "server/card_identity.h"

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>

namespace server {
namespace {

// Our own namespace for version 5 UUIDs (RFC 9562 section 5.5), drawn once.
constexpr boost::uuids::uuid card_namespace = {
    {0x5b, 0x1d, 0x0c, 0x6e, 0x2f, 0x94, 0x4a, 0x47, 0x9a, 0x5e, 0x83, 0x7d, 0xb2, 0x61, 0xf0, 0x3c}};

// With its length in front: no two lists of parts make the same name.
void append(std::string& name, std::string_view part) {
  name.append(std::to_string(part.size())).append(":").append(part);
}

std::string name_of(const rules::Card& card, const Call& call) {
  std::string name;
  append(name, call.request.hook_instance);
  append(name, call.client);
  append(name, call.request.patient_id);
  for (const auto& order : call.orders) append(name, order.order["id"].text());
  append(name, card.id);
  for (const auto rule : card.rules) append(name, rule);
  return name;
}

std::string uuid_named(const std::string& name) {
  return boost::uuids::to_string(boost::uuids::name_generator_sha1(card_namespace)(name));
}

}  // namespace

std::string uuid_of(const rules::Card& card, const Call& call) { return uuid_named(name_of(card, call)); }

std::string uuid_of(const rules::Suggestion& suggestion, const rules::Card& card, const Call& call) {
  std::string name = name_of(card, call);
  append(name, suggestion.id);
  return uuid_named(name);
}

}  // namespace server
