// Texts of which the hash of the standard library is the same for all: what a client sends to make a table of them
// slow.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace test {

// Two words of eight bytes each, as MurmurHash64A hashes them, which libstdc++ has: for any first word there is a
// second one that leads to the same hash. Where the library has another hash they are texts like any other.
class CollidingTexts {
 public:
  // Letters, digits and a few signs, which need no escape in JSON.
  std::vector<std::string> next(std::size_t count) {
    std::vector<std::string> texts;
    while (texts.size() < count)
      if (std::string text = candidate(number_++); is_plain(text)) texts.push_back(std::move(text));
    return texts;
  }

 private:
  static constexpr std::uint64_t multiplier = 0xc6a4a7935bd1e995;
  // That by which a product with `multiplier` is undone: each step doubles the bits that are right.
  static constexpr std::uint64_t inverse = [] {
    std::uint64_t inverse = multiplier;
    for (int bits = 3; bits < 64; bits *= 2) inverse *= 2 - multiplier * inverse;
    return inverse;
  }();
  static constexpr std::uint64_t shift_mix(std::uint64_t word) { return word ^ (word >> 47); }  // undoes itself
  static constexpr std::uint64_t mix(std::uint64_t word) { return shift_mix(word * multiplier) * multiplier; }
  static constexpr std::uint64_t unmix(std::uint64_t word) { return shift_mix(word * inverse) * inverse; }

  static std::string candidate(std::uint64_t number) {
    constexpr std::uint64_t seed = 0xc70f6907 ^ (16 * multiplier);
    std::uint64_t words[2] = {};
    for (int nibble = 0; nibble < 8; ++nibble) words[0] |= ('a' + ((number >> (4 * nibble)) & 15)) << (8 * nibble);
    words[1] = unmix((seed ^ mix(words[0])) * multiplier);  // after it the hash is 0
    std::string text(sizeof words, 0);
    std::memcpy(text.data(), words, sizeof words);
    return text;
  }
  static bool is_plain(const std::string& text) {
    for (const char c : text)
      if (c < '0' || c > '~' || c == '\\') return false;
    return true;
  }

  std::uint64_t number_ = 0;
};

}  // namespace test
