// SHA-256 over several texts. Nettle's: OpenSSL's takes some milliseconds when it is first asked.
#pragma once

#include <nettle/sha2.h>

#include <span>
#include <string>
#include <string_view>

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
  void hash(std::string_view bytes);

  sha256_ctx context_;
};

// The digest of these texts.
std::string digest_of(std::span<const std::string> texts);

// Two lower-case digits for each byte.
fhir::KeptText hexadecimal(std::string_view bytes);

}  // namespace server
