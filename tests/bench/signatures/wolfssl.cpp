#include <wolfssl/options.h>
// What the others declare depends on it.
#include <wolfssl/wolfcrypt/ecc.h>
#include <wolfssl/wolfcrypt/rsa.h>
#include <wolfssl/wolfcrypt/sha512.h>
#include <wolfssl/wolfcrypt/signature.h>

#include <array>
#include <memory>

#include "tests/bench/signatures/libraries.h"

namespace bench {
namespace {

word32 size_of(std::string_view bytes) { return static_cast<word32>(bytes.size()); }

bool is_verified(ecc_key* key, std::string_view text, std::string_view signature) {
  std::array<unsigned char, WC_SHA384_DIGEST_SIZE> hash{};
  wc_Sha384Hash(bytes_of(text), size_of(text), hash.data());
  std::array<unsigned char, ECC_MAX_SIG_SIZE> der{};
  auto size = static_cast<word32>(der.size());
  const auto half = signature.size() / 2;
  wc_ecc_rs_raw_to_sig(bytes_of(signature), static_cast<word32>(half), bytes_of(signature.substr(half)),
                       static_cast<word32>(half), der.data(), &size);
  int verified = 0;
  return wc_ecc_verify_hash(der.data(), size, hash.data(), static_cast<word32>(hash.size()), &verified, key) == 0 &&
         verified == 1;
}

bool is_verified(RsaKey* key, std::string_view text, std::string_view signature) {
  return wc_SignatureVerify(WC_HASH_TYPE_SHA384, WC_SIGNATURE_TYPE_RSA_W_ENC, bytes_of(text), size_of(text),
                            bytes_of(signature), size_of(signature), key, sizeof(*key)) == 0;
}

}  // namespace

Verify wolfssl_es384(const PublicNumbers& numbers) {
  const std::shared_ptr<ecc_key> key(new ecc_key, [](ecc_key* made) {
    wc_ecc_free(made);
    delete made;
  });
  wc_ecc_init(key.get());
  std::string x = numbers.x, y = numbers.y;  // it asks for bytes that may change
  wc_ecc_import_unsigned(key.get(), bytes_of(x), bytes_of(y), nullptr, ECC_SECP384R1);
  return [key](std::string_view text, std::string_view signature) { return is_verified(key.get(), text, signature); };
}

Verify wolfssl_rs384(const PublicNumbers& numbers) {
  const std::shared_ptr<RsaKey> key(new RsaKey, [](RsaKey* made) {
    wc_FreeRsaKey(made);
    delete made;
  });
  wc_InitRsaKey(key.get(), nullptr);
  wc_RsaPublicKeyDecodeRaw(bytes_of(numbers.n), size_of(numbers.n), bytes_of(numbers.e), size_of(numbers.e), key.get());
  return [key](std::string_view text, std::string_view signature) { return is_verified(key.get(), text, signature); };
}

}  // namespace bench
