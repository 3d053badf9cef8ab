// Where the tokens of a JSON text begin, found by simdjson at several bytes an instruction, and the texts of its
// strings.
//
// It is simdjson's own first stage, which its parsers use too, and no part of what it promises to keep as it is; so all
// of it that we use stands in json_tokens.cpp. It has no notion of grammar: what a token is, and whether it may stand
// where it stands, is for the caller to find out.
//
// Internal to JsonDocument.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "fhir/json.h"

namespace fhir {

class JsonTokens {
 public:
  // `text` must have room for JsonDocument::padding more, which is read and makes no difference, and outlive all
  // strings; those with escapes will stand in `characters`. Uses memory of the thread: no two at a time.
  JsonTokens(const std::string& text, JsonCharacters& characters);

  // False if there are none to be read: no UTF-8, a string that does not end, a control character in one, nothing at
  // all.
  bool is_text() const { return first_ != nullptr; }
  std::size_t count() const { return static_cast<std::size_t>(last_ - first_); }

  // The first character of the next token; NUL behind the last one, for that ends a std::string.
  char peek() const { return *at(next_); }
  bool is_at_end() const { return next_ == last_; }
  // Passes over a token of one character. Behind the last one, where the text ends twice, it is NUL.
  char take_character() { return *at(next_++); }
  // A token, which ends where the next one begins, but for white space. There must be one.
  std::string_view take() {
    const char* const begin = at(next_);
    const char* end = at(++next_);
    while (is_white(end[-1])) --end;
    return {begin, static_cast<std::size_t>(end - begin)};
  }
  // What the token says that peek() tells is a string; its data is null if it holds a backslash that begins no escape.
  std::string_view take_string() {
    const std::string_view token = take();
    const char* const end = token.data() + token.size();
    return end <= next_escape_ ? std::string_view(token.data() + 1, token.size() - 2) : unescaped(token);
  }

 private:
  static bool is_white(char character) {
    return character == ' ' || character == '\n' || character == '\r' || character == '\t';
  }
  const char* at(const std::uint32_t* token) const { return text_.data() + *token; }
  std::string_view unescaped(std::string_view token);
  void find_escape(const char* from);

  std::string_view text_;
  JsonCharacters& characters_;
  std::size_t characters_taken_ = 0;
  const char* next_escape_ = nullptr;  // the next backslash; the end of the text if there is none
  const std::uint32_t* first_ = nullptr;
  const std::uint32_t* last_ = nullptr;  // behind the last token; says where the text ends
  const std::uint32_t* next_ = nullptr;
};

}  // namespace fhir
