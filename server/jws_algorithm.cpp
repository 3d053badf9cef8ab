#include "server/jws_algorithm.h"

#include <algorithm>
#include <array>
#include <utility>

namespace server {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 5> names = {"ES256", "ES384", "RS256", "RS384", "PS384"};

}  // namespace

std::optional<JwsAlgorithm> parse_jws_algorithm(std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<JwsAlgorithm>(found - names.begin());
}

std::string_view to_string(JwsAlgorithm algorithm) { return names.at(static_cast<std::size_t>(algorithm)); }

}  // namespace server
