#include <nettle/bignum.h>
#include <nettle/dsa.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecc.h>
#include <nettle/ecdsa.h>
#include <nettle/hmac.h>
#include <nettle/rsa.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>

#include <array>
#include <memory>

#include "tests/bench/signatures/libraries.h"

namespace bench {
namespace {

// DigestInfo of SHA-384, up to the hash (RFC 8017 section 9.2, note 1).
constexpr std::array<unsigned char, 19> digest_info{0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                                    0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30};

class Number {
 public:
  explicit Number(std::string_view bytes) { nettle_mpz_init_set_str_256_u(number_, bytes.size(), bytes_of(bytes)); }
  ~Number() { mpz_clear(number_); }
  Number(const Number&) = delete;
  Number& operator=(const Number&) = delete;
  mpz_srcptr get() const { return number_; }

 private:
  mpz_t number_;
};

void sha384_of(std::string_view text, unsigned char* hash) {
  sha384_ctx context;
  sha384_init(&context);
  sha384_update(&context, text.size(), bytes_of(text));
  sha384_digest(&context, SHA384_DIGEST_SIZE, hash);
}

bool is_verified(const ecc_point& key, std::string_view text, std::string_view signature) {
  std::array<unsigned char, SHA384_DIGEST_SIZE> hash{};
  sha384_of(text, hash.data());
  const auto half = signature.size() / 2;
  dsa_signature numbers;
  dsa_signature_init(&numbers);
  nettle_mpz_set_str_256_u(numbers.r, half, bytes_of(signature));
  nettle_mpz_set_str_256_u(numbers.s, half, bytes_of(signature.substr(half)));
  const bool verified = ecdsa_verify(&key, hash.size(), hash.data(), &numbers) == 1;
  dsa_signature_clear(&numbers);
  return verified;
}

bool is_verified(const rsa_public_key& key, std::string_view text, std::string_view signature) {
  std::array<unsigned char, digest_info.size() + SHA384_DIGEST_SIZE> encoded{};
  std::copy(digest_info.begin(), digest_info.end(), encoded.begin());
  sha384_of(text, encoded.data() + digest_info.size());
  return rsa_pkcs1_verify(&key, encoded.size(), encoded.data(), Number(signature).get()) == 1;
}

}  // namespace

Verify nettle_es384(const PublicNumbers& numbers) {
  const std::shared_ptr<ecc_point> key(new ecc_point, [](ecc_point* point) {
    ecc_point_clear(point);
    delete point;
  });
  ecc_point_init(key.get(), nettle_get_secp_384r1());
  ecc_point_set(key.get(), Number(numbers.x).get(), Number(numbers.y).get());
  return [key](std::string_view text, std::string_view signature) { return is_verified(*key, text, signature); };
}

Verify nettle_rs384(const PublicNumbers& numbers) {
  const std::shared_ptr<rsa_public_key> key(new rsa_public_key, [](rsa_public_key* made) {
    rsa_public_key_clear(made);
    delete made;
  });
  rsa_public_key_init(key.get());
  mpz_set(key->n, Number(numbers.n).get());
  mpz_set(key->e, Number(numbers.e).get());
  rsa_public_key_prepare(key.get());
  return [key](std::string_view text, std::string_view signature) { return is_verified(*key, text, signature); };
}

Hash nettle_sha1() {
  return [](std::string_view text) {
    HashBytes hash{};
    sha1_ctx context;
    sha1_init(&context);
    sha1_update(&context, text.size(), bytes_of(text));
    sha1_digest(&context, SHA1_DIGEST_SIZE, hash.data());
    return hash;
  };
}

Hash nettle_hmac_sha256(const std::string& key) {
  auto context = std::make_shared<hmac_sha256_ctx>();
  hmac_sha256_set_key(context.get(), key.size(), bytes_of(key));
  return [context](std::string_view text) {
    HashBytes hash{};
    hmac_sha256_update(context.get(), text.size(), bytes_of(text));
    hmac_sha256_digest(context.get(), hash.size(), hash.data());
    return hash;
  };
}

}  // namespace bench
