#include "server/digest.h"

#include <array>

namespace server {

Digest::Digest() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
  EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
}

void Digest::add(std::string_view text) {
  const std::string size = std::to_string(text.size()) + ":";
  EVP_DigestUpdate(context_.get(), size.data(), size.size());
  EVP_DigestUpdate(context_.get(), text.data(), text.size());
}

std::string Digest::hexadecimal() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  EVP_DigestFinal_ex(context_.get(), bytes.data(), &size);
  return std::string(server::hexadecimal({reinterpret_cast<const char*>(bytes.data()), size}));
}

std::string digest_of(std::span<const std::string> texts) {
  Digest digest;
  for (const auto& text : texts) digest.add(text);
  return digest.hexadecimal();
}

fhir::KeptText hexadecimal(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  fhir::KeptText text;
  text.reserve(2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

}  // namespace server
