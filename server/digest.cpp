#include "server/digest.h"

#include <array>

namespace server {

Digest::Digest() { sha256_init(&context_); }

void Digest::add(std::string_view text) {
  hash(std::to_string(text.size()) + ":");
  hash(text);
}

void Digest::hash(std::string_view bytes) {
  sha256_update(&context_, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
}

std::string Digest::hexadecimal() {
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> bytes{};
  sha256_digest(&context_, bytes.size(), bytes.data());
  return std::string(server::hexadecimal({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
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
