#include "server/client_identity.h"

#include <algorithm>

#include "fhir/ascii.h"

namespace server {
namespace {

bool is_same_name(const std::string& ours, const std::string& shown) {
  if (ours.find(':') != std::string::npos) return ours == shown;
  const auto lower = [](char c) { return fhir::lower_case(c); };
  return std::ranges::equal(ours, shown, {}, lower, lower);
}

}  // namespace

bool ClientIdentity::allows(JwsAlgorithm algorithm) const {
  return std::ranges::find(algorithms, algorithm) != algorithms.end();
}

bool ClientIdentity::has_certificate(std::span<const std::string> names) const {
  return std::ranges::any_of(certificate_names, [&](const std::string& ours) {
    return std::ranges::any_of(names, [&](const std::string& shown) { return is_same_name(ours, shown); });
  });
}

}  // namespace server
