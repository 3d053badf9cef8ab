// A public key on the curve P-384, on nettle: OpenSSL 3.0 takes nearly twice as long (tests/bench/README.md), and ES384
// is what the CDS Hooks specification recommends.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

struct ecc_point;

namespace server {

// Immutable; may be shared by threads.
class P384Key {
 public:
  // Of coordinates, or of the numbers of a signature.
  static constexpr std::size_t number_bytes = 48;

  // Big-endian, each of 48 bytes. Nothing for a point that is not on the curve, or with a coordinate beyond its field.
  static std::optional<P384Key> at(std::string_view x, std::string_view y);

  // True if this is the key's ECDSA signature (FIPS 186-5 section 6.4.2) of the bytes' SHA-384: r and s side by side,
  // each of 48 bytes and from 1 to n - 1. False too for one right signature in 2^383: see the source.
  bool verifies(std::string_view signed_bytes, std::string_view signature) const;

 private:
  using Point = std::shared_ptr<const ecc_point>;
  explicit P384Key(Point point) : point_(std::move(point)) {}

  Point point_;
};

}  // namespace server
