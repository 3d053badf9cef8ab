// The signature algorithms by which clients' tokens may be signed (RFC 7518 section 3.1).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace server {

// None is symmetric, and none is "none": CDS Hooks forbids both (R217).
enum class JwsAlgorithm : std::uint8_t { es256, es384, rs256, rs384, ps384 };

// By its name in a header's alg, which is case-sensitive; nothing for every other.
std::optional<JwsAlgorithm> parse_jws_algorithm(std::string_view name);
std::string_view to_string(JwsAlgorithm algorithm);

}  // namespace server
