#include "server/jwk_set.h"

#include <algorithm>
#include <utility>

namespace server {

using fhir::IssueType;

fhir::Result<JwkSet> JwkSet::parse(std::string text, const IdentityLimits& limits) {
  if (text.size() > limits.key_set_bytes)
    return fhir::issue(IssueType::too_long, "is longer than " + std::to_string(limits.key_set_bytes) + " bytes");
  fhir::JsonDocument document;
  const auto json = document.parse(text);
  if (!json || !(*json)["keys"].is_array()) return fhir::issue(IssueType::structure, "is no JWK Set");
  const fhir::Json keys = (*json)["keys"];
  if (keys.size() > limits.keys_per_set)
    return fhir::issue(IssueType::too_long, "has more than " + std::to_string(limits.keys_per_set) + " keys");
  JwkSet set;
  for (const fhir::Json jwk : keys.elements())
    if (auto key = VerificationKey::from_jwk(jwk, limits)) set.keys_.push_back(std::move(*key));
  return set;
}

bool JwkSet::has_key_for(std::span<const JwsAlgorithm> algorithms) const {
  return std::ranges::any_of(keys_, [&](const VerificationKey& key) {
    return std::ranges::any_of(algorithms, [&](JwsAlgorithm algorithm) { return key.fits(algorithm); });
  });
}

const VerificationKey* JwkSet::find(std::optional<std::string_view> key_id, JwsAlgorithm algorithm) const {
  if (!key_id) return keys_.size() == 1 && keys_.front().fits(algorithm) ? &keys_.front() : nullptr;
  const VerificationKey* found = nullptr;
  for (const auto& key : keys_) {
    if (key.key_id() != *key_id || !key.fits(algorithm)) continue;
    if (found != nullptr) return nullptr;
    found = &key;
  }
  return found;
}

}  // namespace server
