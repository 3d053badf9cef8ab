#include <gcrypt.h>

#include <array>
#include <memory>

#include "tests/bench/signatures/libraries.h"

namespace bench {
namespace {

// S-expressions, which the library has for all that it is given.
using Expression = std::shared_ptr<gcry_sexp>;

template <class... Parts>
Expression expression(const char* format, const Parts&... parts) {
  gcry_sexp_t made = nullptr;
  gcry_sexp_build(&made, nullptr, format, parts...);
  return {made, gcry_sexp_release};
}

int size_of(std::string_view bytes) { return static_cast<int>(bytes.size()); }

std::string sha384_of(std::string_view text) {
  std::string hash(48, '\0');
  gcry_md_hash_buffer(GCRY_MD_SHA384, hash.data(), text.data(), text.size());
  return hash;
}

bool is_verified(const Expression& key, const Expression& hash, const Expression& signature) {
  return gcry_pk_verify(signature.get(), hash.get(), key.get()) == 0;
}

}  // namespace

Verify gcrypt_es384(const PublicNumbers& numbers) {
  gcry_check_version(nullptr);  // begins
  gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
  const std::string point = std::string(1, '\x04').append(numbers.x).append(numbers.y);
  const auto key = expression("(public-key (ecc (curve \"NIST P-384\") (q %b)))", size_of(point), point.data());
  return [key](std::string_view text, std::string_view signature) {
    const std::string hash = sha384_of(text);
    const auto half = signature.size() / 2;
    return is_verified(key, expression("(data (flags raw) (value %b))", size_of(hash), hash.data()),
                       expression("(sig-val (ecdsa (r %b) (s %b)))", static_cast<int>(half), signature.data(),
                                  static_cast<int>(half), signature.data() + half));
  };
}

Verify gcrypt_rs384(const PublicNumbers& numbers) {
  gcry_check_version(nullptr);
  gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
  const auto key = expression("(public-key (rsa (n %b) (e %b)))", size_of(numbers.n), numbers.n.data(),
                              size_of(numbers.e), numbers.e.data());
  return [key](std::string_view text, std::string_view signature) {
    const std::string hash = sha384_of(text);
    return is_verified(key, expression("(data (flags pkcs1) (hash sha384 %b))", size_of(hash), hash.data()),
                       expression("(sig-val (rsa (s %b)))", size_of(signature), signature.data()));
  };
}

}  // namespace bench
