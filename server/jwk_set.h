// The keys of one client, as it publishes them: a JWK Set (RFC 7517 section 5).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/result.h"
#include "server/verification_key.h"

namespace server {

// Immutable.
class JwkSet {
 public:
  // Refuses (Issue too_long, structure) what is no JWK Set, or larger than the limits. Keys in it that no token can be
  // verified by are passed over (RFC 7517 section 5), so a set may come out empty. The diagnostics are the end of a
  // sentence and hold nothing of the text.
  static fhir::Result<JwkSet> parse(std::string text, const IdentityLimits& limits = {});

  // The key for a token with this kid and algorithm; nullptr if there is none.
  //
  // Two keys with one kid are told apart by the algorithm they fit (RFC 7517 section 4.5). Where both fit, neither is
  // given: kid is to be unique (R214), and else the order of the set, or trying each, would decide who is believed.
  // A token without kid is for the only key of a set that has one (R214).
  const VerificationKey* find(std::optional<std::string_view> key_id, JwsAlgorithm algorithm) const;

  // True if some key fits one of these algorithms.
  bool has_key_for(std::span<const JwsAlgorithm> algorithms) const;

 private:
  std::vector<VerificationKey> keys_;
};

}  // namespace server
