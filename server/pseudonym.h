// Names for patients, clinicians and orders that tell nobody who they are, unless he has the key: HMAC-SHA-256.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/kept_memory.h"
#include "fhir/result.h"

struct hmac_sha256_ctx;

namespace server {

class Pseudonyms {
 public:
  // As many bytes as the hash has.
  static constexpr std::size_t key_bytes = 32;

  // A key of this process alone: after a restart everybody has another name.
  static Pseudonyms of_process();
  // The key is the content of the file, at least 32 bytes. Where there is no file, one is made that only its owner can
  // read. Refuses (Issue value) one that everybody can read, or that is too short.
  static fhir::Result<Pseudonyms> with_key_in(const std::filesystem::path& file);

  // 32 hexadecimal digits for these parts in this order; `kind` keeps apart what is named: "patient".
  fhir::KeptText of(std::string_view kind, std::initializer_list<std::string_view> parts) const;

 private:
  explicit Pseudonyms(const std::vector<unsigned char>& key);

  std::shared_ptr<const hmac_sha256_ctx> keyed_;  // has begun with the key; each name goes on with a copy
};

}  // namespace server
