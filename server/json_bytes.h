// Answers as bytes, one piece behind the other: for JSON of which most is known beforehand. Whoever writes puts braces
// and commas himself, as a part of what is known. Strings and numbers come out byte for byte as JsonWriter writes them.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

namespace server {

class JsonBytes {
 public:
  // Keeps its memory.
  void clear() { size_ = 0; }
  // JSON that is ready.
  void raw(std::string_view json) {
    char* const place = room(json.size());
    std::memcpy(place, json.data(), json.size());
    size_ += json.size();
  }
  // A string, with its quotes.
  void text(std::string_view text) {
    put('"');
    part_of_text(text);
    put('"');
  }
  // A part of a string, whose quotes are written apart.
  void part_of_text(std::string_view text) {
    char* const place = room(most_for_a_byte * text.size());
    size_ += static_cast<std::size_t>(escape(text, place) - place);
  }
  // The same behind its name, with what is between: `,"name":`. Nothing for an empty text: CDS Hooks allows no empty
  // members (R2).
  void member(std::string_view before, std::string_view value) {
    if (value.empty()) return;
    raw(before);
    text(value);
  }
  // An array of texts behind its name; nothing for an empty one (R3).
  template <class List>
  void member_list(std::string_view before, const List& texts) {
    if (texts.empty()) return;
    raw(before);
    list(texts);
  }
  // An array of texts, of one at least.
  template <class List>
  void list(const List& texts) {
    char separator = '[';
    for (const auto& value : texts) {
      put(separator);
      text(value);
      separator = ',';
    }
    put(']');
  }
  // Whole numbers without a fraction, as people write them: 70, not 70.0.
  void number(double number);
  void integer(std::int64_t number);
  // With a fraction always, of so many places at most.
  void decimal(double number, int places);
  void put(char one) {
    *room(1) = one;
    ++size_;
  }

  // What was written; until something more is.
  std::string_view view() const { return {bytes_.get(), size_}; }

 private:
  static constexpr std::size_t most_for_a_byte = 6;  // \u001F

  char* room(std::size_t bytes) {
    if (capacity_ - size_ < bytes) grow(bytes);
    return bytes_.get() + size_;
  }
  void grow(std::size_t bytes);
  // Writes the text from `to` on, and returns where it ends.
  static char* escape(std::string_view text, char* to);

  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace server
