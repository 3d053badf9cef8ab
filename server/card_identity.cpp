#include "server/card_identity.h"

#include <nettle/sha1.h>

#include <array>
#include <boost/uuid/uuid_io.hpp>
#include <charconv>

namespace server {
namespace {

// Our own namespace, drawn once.
constexpr Uuid our_namespace = {
    {0x5b, 0x1d, 0x0c, 0x6e, 0x2f, 0x94, 0x4a, 0x47, 0x9a, 0x5e, 0x83, 0x7d, 0xb2, 0x61, 0xf0, 0x3c}};

// A version 5 UUID while its name is put together, part by part. Nettle's SHA-1: OpenSSL's takes memory for each.
class NamedUuid {
 public:
  explicit NamedUuid(const Uuid& name_space) {
    sha1_init(&context_);
    sha1_update(&context_, name_space.size(), name_space.data);
  }

  // With its length in front: no two lists of parts make the same name.
  void add(std::string_view part) {
    std::array<char, 24> length{};
    char* const end = std::to_chars(length.data(), length.data() + length.size(), part.size()).ptr;
    *end = ':';
    hash({length.data(), static_cast<std::size_t>(end + 1 - length.data())});
    hash(part);
  }

  Uuid uuid() {
    Uuid made{};
    sha1_digest(&context_, made.size(), made.data);
    made.data[6] = static_cast<unsigned char>((made.data[6] & 0x0F) | 0x50);  // version 5
    made.data[8] = static_cast<unsigned char>((made.data[8] & 0x3F) | 0x80);  // the variant of RFC 9562
    return made;
  }

 private:
  void hash(std::string_view bytes) {
    sha1_update(&context_, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
  }

  sha1_ctx context_;
};

}  // namespace

Uuid uuid_of(const Call& call) {
  NamedUuid name(our_namespace);
  name.add(call.request.hook_instance);
  name.add(call.client);
  name.add(call.service);
  name.add(call.request.patient_id);
  for (const auto& order : call.orders) name.add(order.order["id"].text());
  return name.uuid();
}

Uuid uuid_of(const rules::Card& card, const Uuid& call) {
  NamedUuid name(call);
  name.add(card.id);
  for (const auto rule : card.rules) name.add(rule);
  return name.uuid();
}

Uuid uuid_of(const rules::Suggestion& suggestion, const Uuid& card) {
  NamedUuid name(card);
  name.add(suggestion.id);
  return name.uuid();
}

CardUuids card_uuids(const rules::Advice& advice, const Call& call) {
  CardUuids uuids;
  if (advice.cards.empty()) return uuids;
  const Uuid of_call = uuid_of(call);
  for (const auto& card : advice.cards) uuids.push_back(uuid_of(card, of_call));
  return uuids;
}

UuidText::UuidText(const Uuid& uuid) { boost::uuids::to_chars(uuid, text_.data()); }

}  // namespace server
