#include "server/json_bytes.h"

#include <rapidjson/writer.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <climits>
#include <cmath>
#include <cstdint>

namespace server {
namespace {

using Word = std::uint64_t;
constexpr std::ptrdiff_t word_size = sizeof(Word);
constexpr Word every_byte = 0x0101010101010101;
constexpr Word high_bits = 0x8080808080808080;
// So many bytes are looked at together where there are as many: most texts need no escape.
constexpr std::ptrdiff_t stretch = 32;

// A loop of which the compiler makes a few instructions.
bool stretch_needs_escapes(const char* bytes) {
  unsigned char found = 0;
  for (std::ptrdiff_t i = 0; i < stretch; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    found = static_cast<unsigned char>(found | (byte < ' ') | (byte == '"') | (byte == '\\'));
  }
  return found != 0;
}

// Where a quote, a backslash or a control character is among the eight bytes: the lowest bit that is set is the high
// bit of the first of them. Each subtraction borrows into a high bit where a byte is too small, and perhaps from bytes
// behind it; where the bit was set before, the byte is a part of a longer character.
Word escapes_in(Word word) {
  const Word quote = word ^ (every_byte * '"');
  const Word backslash = word ^ (every_byte * '\\');
  const Word found =
      ((word - every_byte * ' ') & ~word) | ((quote - every_byte) & ~quote) | ((backslash - every_byte) & ~backslash);
  return found & high_bits;
}
static_assert(std::endian::native == std::endian::little, "the first byte is the lowest");

// What follows the backslash: a letter, 'u' for the character's number, 0 if it needs none.
constexpr std::array<char, 256> escapes = [] {
  std::array<char, 256> all{};
  for (std::size_t control = 0; control < ' '; ++control) all[control] = 'u';
  all['\b'] = 'b';
  all['\f'] = 'f';
  all['\n'] = 'n';
  all['\r'] = 'r';
  all['\t'] = 't';
  all['"'] = '"';
  all['\\'] = '\\';
  return all;
}();

char* escape_byte(char byte, char* to) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto number = static_cast<unsigned char>(byte);
  const char escape = escapes[number];
  if (escape == 0) {
    *to++ = byte;
    return to;
  }
  *to++ = '\\';
  *to++ = escape;
  if (escape != 'u') return to;
  for (const char digit : {'0', '0', digits[number >> 4U], digits[number & 15U]}) *to++ = digit;
  return to;
}

Word word_at(const char* from) {
  Word word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;
}

// How far a text has been read and written.
struct Progress {
  const char* from;
  char* to;
};

// The bytes up to the first that needs an escape, and that one; at most as many words, which are there.
Progress escape_one(Progress at, std::ptrdiff_t words) {
  for (; words > 0; --words) {
    const Word word = word_at(at.from);
    std::memcpy(at.to, &word, sizeof word);
    if (const Word found = escapes_in(word)) {
      const auto before = std::countr_zero(found) / CHAR_BIT;
      return {at.from + before + 1, escape_byte(at.from[before], at.to + before)};
    }
    at = {at.from + word_size, at.to + word_size};
  }
  return at;
}

Progress escape_stretch(Progress at) {
  if (stretch_needs_escapes(at.from)) return escape_one(at, stretch / word_size);
  std::memcpy(at.to, at.from, stretch);
  return {at.from + stretch, at.to + stretch};
}

// What RapidJSON writes a number to.
struct Digits {
  using Ch = char;
  std::array<char, 32> text{};
  std::size_t size = 0;
  void Put(char digit) { text[size++] = digit; }
  void Flush() {}
};

}  // namespace

char* JsonBytes::escape(std::string_view text, char* to) {
  Progress at{text.data(), to};
  const char* const end = text.data() + text.size();
  while (end - at.from >= stretch) at = escape_stretch(at);
  while (end - at.from >= word_size) at = escape_one(at, 1);
  const auto rest = end - at.from;
  if (rest > 0 && text.size() >= sizeof(Word) && escapes_in(word_at(end - word_size)) == 0) {
    // The last word once more, as far as it was written already: it is the same.
    std::memcpy(at.to + rest - word_size, end - word_size, word_size);
    return at.to + rest;
  }
  for (; at.from != end; ++at.from) at.to = escape_byte(*at.from, at.to);
  return at.to;
}

void JsonBytes::number(double number) {
  constexpr double exact = 1e15;  // below, every whole double is an integer without rounding
  if (number == std::floor(number) && std::abs(number) < exact)
    integer(static_cast<std::int64_t>(number));
  else
    decimal(number, rapidjson::Writer<Digits>::kDefaultMaxDecimalPlaces);
}

void JsonBytes::integer(std::int64_t number) {
  std::array<char, 24> digits;
  const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  raw({digits.data(), end});
}

void JsonBytes::decimal(double number, int places) {
  Digits digits;
  rapidjson::Writer<Digits> writer(digits);
  writer.SetMaxDecimalPlaces(places);
  writer.Double(number);
  raw({digits.text.data(), digits.size});
}

void JsonBytes::grow(std::size_t bytes) {
  constexpr std::size_t least = 16'384;
  const std::size_t capacity = std::max({least, 2 * capacity_, size_ + bytes});
  auto larger = std::make_unique_for_overwrite<char[]>(capacity);
  std::copy_n(bytes_.get(), size_, larger.get());
  bytes_ = std::move(larger);
  capacity_ = capacity;
}

}  // namespace server
