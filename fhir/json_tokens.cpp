#include "fhir/json_tokens.h"

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <memory>

namespace fhir {
namespace {

using Scanner = simdjson::internal::dom_parser_implementation;

constexpr std::size_t least_capacity = 64 * 1024;

// The thread's own, with memory for a text of so many bytes; null if there is none.
Scanner* scanner_for(std::size_t size) {
  thread_local std::unique_ptr<Scanner> scanner;
  if (scanner != nullptr && scanner->capacity() >= size) return scanner.get();
  const std::size_t capacity = std::max(least_capacity, std::bit_ceil(size));
  constexpr std::size_t no_depth = 1;  // that is for its second stage
  const auto error =
      simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, no_depth, scanner);
  return error == simdjson::SUCCESS ? scanner.get() : nullptr;
}

const std::uint8_t* bytes(const char* characters) { return reinterpret_cast<const std::uint8_t*>(characters); }

}  // namespace

JsonTokens::JsonTokens(const std::string& text, JsonCharacters& characters) : text_(text), characters_(characters) {
  static_assert(JsonDocument::padding >= simdjson::SIMDJSON_PADDING);
  Scanner* const scanner = scanner_for(text.size());
  if (scanner == nullptr ||
      scanner->stage1(bytes(text.data()), text.size(), simdjson::stage1_mode::regular) != simdjson::SUCCESS)
    return;
  first_ = next_ = scanner->structural_indexes.get();
  last_ = first_ + scanner->n_structural_indexes;
  find_escape(text.data());
}

std::string_view JsonTokens::unescaped(std::string_view token) {
  find_escape(token.data() + token.size());
  // What an escape stands for is never longer than the escape.
  characters_.make_room(text_.size() + JsonDocument::padding);
  auto* const begin = reinterpret_cast<std::uint8_t*>(characters_.data()) + characters_taken_;
  const auto* const end = scanner_for(text_.size())->parse_string(bytes(token.data()) + 1, begin);
  if (end == nullptr) return {};
  const std::string_view string(characters_.data() + characters_taken_, static_cast<std::size_t>(end - begin));
  characters_taken_ += string.size();
  return string;
}

void JsonTokens::find_escape(const char* from) {
  const char* const end = text_.data() + text_.size();
  const void* const found = std::memchr(from, '\\', static_cast<std::size_t>(end - from));
  next_escape_ = found == nullptr ? end : static_cast<const char*>(found);
}

}  // namespace fhir
