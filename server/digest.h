// SHA-256 over several texts.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <openssl/evp.h>

#include "fhir/kept_memory.h"

namespace server {

class Digest {
 public:
  Digest();
  // With its length, so that no two lists of texts have the same digest.
  void add(std::string_view text);
  // 64 digits; nothing may be added afterwards.
  std::string hexadecimal();

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

// The digest of these texts.
std::string digest_of(std::span<const std::string> texts);

// Two lower-case digits for each byte.
fhir::KeptText hexadecimal(std::string_view bytes);

}  // namespace server
