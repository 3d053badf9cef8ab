// Any bytes as a client's JWK Set: it is refused, or its keys can be looked for and asked, and none of them vouches for
// a signature that nobody made.
#include "fuzz_input.h"
#include "server/jwk_set.h"

namespace {

using fuzz::expect;
using server::JwsAlgorithm;

constexpr JwsAlgorithm algorithms[] = {JwsAlgorithm::es256, JwsAlgorithm::es384, JwsAlgorithm::rs256,
                                       JwsAlgorithm::rs384, JwsAlgorithm::ps384};

// Zeros and ones are what broken verifiers took (CVE-2022-21449).
void check(const server::VerificationKey& key, JwsAlgorithm algorithm) {
  expect(key.fits(algorithm), "a key that is found fits");
  for (const std::size_t bytes : {0UL, 64UL, 96UL, 256UL, 1024UL})
    for (const char byte : {'\x00', '\x01'})
      expect(!key.verifies(algorithm, "a.b", std::string(bytes, byte)), "a signature that nobody made is none");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto keys = server::JwkSet::parse(std::string(fuzz::text_of(data, size)));
  if (!keys) {
    expect(!keys.error().diagnostics.empty(), "a refusal says why");
    return 0;
  }
  for (const auto algorithm : algorithms)
    for (const auto& key_id : {std::optional<std::string_view>(), std::optional<std::string_view>("a"),
                               std::optional<std::string_view>("b")})
      if (const auto* key = keys->find(key_id, algorithm)) check(*key, algorithm);
  return 0;
}
