// What a signature costs in each library, and the hashes that every answer needs. Takes Google Benchmark's options.
#include <benchmark/benchmark.h>

#include "tests/bench/signatures/libraries.h"
#include "tests/server/signed_tokens.h"

namespace {

using bench::Hash;
using bench::PublicNumbers;
using bench::Verify;
using benchmark::State;

// As long as a token's header and claims in base64url.
const std::string& text() {
  static const std::string made(400, 'a');
  return made;
}

const PublicNumbers& numbers() {
  using namespace server_test;
  static const PublicNumbers made{from_base64url(number_of(p384(), OSSL_PKEY_PARAM_EC_PUB_X, 48)),
                                  from_base64url(number_of(p384(), OSSL_PKEY_PARAM_EC_PUB_Y, 48)),
                                  from_base64url(number_of(rsa(), OSSL_PKEY_PARAM_RSA_N)),
                                  from_base64url(number_of(rsa(), OSSL_PKEY_PARAM_RSA_E))};
  return made;
}

// One that accepts everything would be the fastest.
bool tells_right_from_wrong(const Verify& verify, const std::string& signature) {
  std::string wrong = signature;
  wrong.back() = static_cast<char>(wrong.back() ^ 1);
  return verify(text(), signature) && !verify(text(), wrong) && !verify(text() + "a", signature);
}

void verifies(State& state, Verify (*made)(const PublicNumbers&), const char* algorithm) {
  const bool is_rsa = std::string_view(algorithm) == "RS384";
  const std::string signature =
      server_test::jws_signature(is_rsa ? server_test::rsa() : server_test::p384(), text(), algorithm);
  const Verify verify = made(numbers());
  if (!tells_right_from_wrong(verify, signature)) return state.SkipWithError("it does not tell right from wrong");
  for (auto unused : state) benchmark::DoNotOptimize(verify(text(), signature));
}

void hashes(State& state, const Hash& hash, const Hash& other, std::size_t length) {
  const std::string bytes(length, 'a');
  if (hash(bytes) != other(bytes)) return state.SkipWithError("another hash");
  for (auto unused : state) benchmark::DoNotOptimize(hash(bytes));
}

constexpr std::size_t name_bytes = 100;      // of a card's UUID
constexpr std::size_t pseudonym_bytes = 60;  // of a patient's or a client's name
const std::string mac_key(32, 'k');

void openssl_sha1(State& state) { hashes(state, bench::openssl_sha1(), bench::nettle_sha1(), name_bytes); }
void nettle_sha1(State& state) { hashes(state, bench::nettle_sha1(), bench::openssl_sha1(), name_bytes); }
void openssl_hmac(State& state) {
  hashes(state, bench::openssl_hmac_sha256(mac_key), bench::nettle_hmac_sha256(mac_key), pseudonym_bytes);
}
void nettle_hmac(State& state) {
  hashes(state, bench::nettle_hmac_sha256(mac_key), bench::openssl_hmac_sha256(mac_key), pseudonym_bytes);
}

BENCHMARK_CAPTURE(verifies, openssl_es384, bench::openssl_es384, "ES384")->Name("ES384/OpenSSL");
BENCHMARK_CAPTURE(verifies, nettle_es384, bench::nettle_es384, "ES384")->Name("ES384/nettle");
BENCHMARK_CAPTURE(verifies, botan_es384, bench::botan_es384, "ES384")->Name("ES384/Botan");
BENCHMARK_CAPTURE(verifies, wolfssl_es384, bench::wolfssl_es384, "ES384")->Name("ES384/wolfSSL");
BENCHMARK_CAPTURE(verifies, gcrypt_es384, bench::gcrypt_es384, "ES384")->Name("ES384/libgcrypt");
BENCHMARK_CAPTURE(verifies, openssl_rs384, bench::openssl_rs384, "RS384")->Name("RS384/OpenSSL");
BENCHMARK_CAPTURE(verifies, nettle_rs384, bench::nettle_rs384, "RS384")->Name("RS384/nettle");
BENCHMARK_CAPTURE(verifies, botan_rs384, bench::botan_rs384, "RS384")->Name("RS384/Botan");
BENCHMARK_CAPTURE(verifies, wolfssl_rs384, bench::wolfssl_rs384, "RS384")->Name("RS384/wolfSSL");
BENCHMARK_CAPTURE(verifies, gcrypt_rs384, bench::gcrypt_rs384, "RS384")->Name("RS384/libgcrypt");
BENCHMARK(openssl_sha1)->Name("SHA-1/OpenSSL");
BENCHMARK(nettle_sha1)->Name("SHA-1/nettle");
BENCHMARK(openssl_hmac)->Name("HMAC-SHA-256/OpenSSL");
BENCHMARK(nettle_hmac)->Name("HMAC-SHA-256/nettle");

}  // namespace

BENCHMARK_MAIN();
