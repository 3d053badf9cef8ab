#include <botan/ec_group.h>
#include <botan/ecdsa.h>
#include <botan/pubkey.h>
#include <botan/rsa.h>

#include <memory>

#include "tests/bench/signatures/libraries.h"

namespace bench {
namespace {

Botan::BigInt number_of(std::string_view bytes) { return Botan::BigInt(bytes_of(bytes), bytes.size()); }

Verify verify_by(std::shared_ptr<const Botan::Public_Key> key, const char* padding) {
  const auto verifier = std::make_shared<Botan::PK_Verifier>(*key, padding, Botan::IEEE_1363);
  return [key = std::move(key), verifier](std::string_view text, std::string_view signature) {
    return verifier->verify_message(bytes_of(text), text.size(), bytes_of(signature), signature.size());
  };
}

}  // namespace

Verify botan_es384(const PublicNumbers& numbers) {
  const Botan::EC_Group group("secp384r1");
  const auto point = group.point(number_of(numbers.x), number_of(numbers.y));
  return verify_by(std::make_shared<Botan::ECDSA_PublicKey>(group, point), "EMSA1(SHA-384)");
}

Verify botan_rs384(const PublicNumbers& numbers) {
  return verify_by(std::make_shared<Botan::RSA_PublicKey>(number_of(numbers.n), number_of(numbers.e)),
                   "EMSA3(SHA-384)");
}

}  // namespace bench
