// The uuids of cards and suggestions, by which feedback refers to them (CDS Hooks R100, R121).
//
// Each is a version 5 UUID (RFC 9562 section 5.5) in the namespace of what it belongs to: the call's in our own, a
// card's in the call's, a suggestion's in the card's. The same call gets the same uuids, so that an answer is the same
// byte for byte, and no two calls share one as long as hookInstance differs.
#pragma once

#include <array>
#include <boost/uuid/uuid.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/version.h"
#include "rules/advice.h"
#include "rules/facts.h"
#include "server/cds_request.h"

namespace server {

using Uuid = boost::uuids::uuid;

// Who asked about what. Everything in it but the version enters the uuids.
struct Call {
  const CdsRequest& request;
  const rules::AromataseInhibitorOrders& orders;
  std::string_view client;
  std::string_view service;                           // its id
  fhir::FhirVersion version = fhir::FhirVersion::r4;  // that the client speaks
};

Uuid uuid_of(const Call& call);
Uuid uuid_of(const rules::Card& card, const Uuid& call);
Uuid uuid_of(const rules::Suggestion& suggestion, const Uuid& card);

// Those of the advice's cards, in their order.
using CardUuids = rules::ShortList<Uuid, 3>;
CardUuids card_uuids(const rules::Advice& advice, const Call& call);

// "5b1d0c6e-2f94-5a47-9a5e-837db261f03c"
class UuidText {
 public:
  explicit UuidText(const Uuid& uuid);
  std::string_view view() const { return {text_.data(), text_.size()}; }

 private:
  std::array<char, 36> text_;
};

}  // namespace server
