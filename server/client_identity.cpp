#include "server/client_identity.h"

#include <algorithm>

#include "fhir/ascii.h"

namespace server {

std::string comparable_name(std::string_view name) {
  return name.find(':') == std::string_view::npos ? fhir::lower_case(name) : std::string(name);
}

bool ClientIdentity::allows(JwsAlgorithm algorithm) const {
  return std::ranges::find(algorithms, algorithm) != algorithms.end();
}

bool ClientIdentity::has_certificate(std::span<const std::string> names) const {
  return std::ranges::any_of(certificate_names, [&](const std::string& ours) {
    return std::ranges::any_of(
        names, [&](const std::string& shown) { return comparable_name(ours) == comparable_name(shown); });
  });
}

}  // namespace server
