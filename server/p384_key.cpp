#include "server/p384_key.h"

#include <nettle/bignum.h>
#include <nettle/dsa.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecc.h>
#include <nettle/ecdsa.h>
#include <nettle/sha2.h>

#include <array>

namespace server {
namespace {

const std::uint8_t* bytes_of(std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }

class Number {
 public:
  explicit Number(std::string_view bytes) { nettle_mpz_init_set_str_256_u(value_, bytes.size(), bytes_of(bytes)); }
  ~Number() { mpz_clear(value_); }
  Number(const Number&) = delete;
  Number& operator=(const Number&) = delete;
  mpz_srcptr get() const { return value_; }

 private:
  mpz_t value_;
};

class TwoNumbers {
 public:
  TwoNumbers(std::string_view r, std::string_view s) {
    dsa_signature_init(&value_);
    nettle_mpz_set_str_256_u(value_.r, r.size(), bytes_of(r));
    nettle_mpz_set_str_256_u(value_.s, s.size(), bytes_of(s));
  }
  ~TwoNumbers() { dsa_signature_clear(&value_); }
  TwoNumbers(const TwoNumbers&) = delete;
  TwoNumbers& operator=(const TwoNumbers&) = delete;
  const dsa_signature* get() const { return &value_; }

 private:
  dsa_signature value_;
};

using Sha384 = std::array<std::uint8_t, SHA384_DIGEST_SIZE>;

Sha384 sha384_of(std::string_view text) {
  sha384_ctx context;
  sha384_init(&context);
  sha384_update(&context, text.size(), bytes_of(text));
  Sha384 hash{};
  sha384_digest(&context, hash.size(), hash.data());
  return hash;
}

}  // namespace

std::optional<P384Key> P384Key::at(std::string_view x, std::string_view y) {
  if (x.size() != number_bytes || y.size() != number_bytes) return std::nullopt;
  auto made = std::make_unique<ecc_point>();
  ecc_point_init(made.get(), nettle_get_secp_384r1());
  const std::shared_ptr<ecc_point> point(made.release(), [](ecc_point* owned) {
    ecc_point_clear(owned);
    delete owned;
  });
  if (ecc_point_set(point.get(), Number(x).get(), Number(y).get()) != 1) return std::nullopt;
  return P384Key(point);
}

// Nettle checks the range of r and s. It adds two points as if they were never equal, and refuses then: a signer who
// does not mean to meet that does so once in 2^383 times, and whoever does has shown the private key.
bool P384Key::verifies(std::string_view signed_bytes, std::string_view signature) const {
  if (signature.size() != 2 * number_bytes) return false;
  const Sha384 hash = sha384_of(signed_bytes);
  const TwoNumbers numbers(signature.substr(0, number_bytes), signature.substr(number_bytes));
  return ecdsa_verify(point_.get(), hash.size(), hash.data(), numbers.get()) == 1;
}

}  // namespace server
