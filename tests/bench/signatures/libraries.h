// What verifies signatures and hashes, in each library that Debian has, behind one shape: the key is kept, and all else
// happens in each call. Only what a benchmark needs: the keys are right, and their numbers are not looked at again.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>

namespace bench {

// Big-endian. Of a key on P-384: its point; of an RSA key: modulus and exponent.
struct PublicNumbers {
  std::string x, y;
  std::string n, e;
};

// True if the signature is of the text's SHA-384. As in JWS (RFC 7518 sections 3.3 and 3.4): that of ES384 is the two
// numbers side by side.
using Verify = std::function<bool(std::string_view text, std::string_view signature)>;

Verify openssl_es384(const PublicNumbers& key);
Verify openssl_rs384(const PublicNumbers& key);
Verify nettle_es384(const PublicNumbers& key);
Verify nettle_rs384(const PublicNumbers& key);
Verify botan_es384(const PublicNumbers& key);
Verify botan_rs384(const PublicNumbers& key);
Verify wolfssl_es384(const PublicNumbers& key);
Verify wolfssl_rs384(const PublicNumbers& key);
Verify gcrypt_es384(const PublicNumbers& key);
Verify gcrypt_rs384(const PublicNumbers& key);

// Of SHA-1 the first 20.
using HashBytes = std::array<unsigned char, 32>;
using Hash = std::function<HashBytes(std::string_view text)>;

// With a context that is kept, as server/card_identity.cpp and server/pseudonym.cpp have one.
Hash openssl_sha1();
Hash openssl_hmac_sha256(const std::string& key);
Hash nettle_sha1();
Hash nettle_hmac_sha256(const std::string& key);

inline const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace bench
