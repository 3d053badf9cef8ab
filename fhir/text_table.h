// A hash table by text that is filled once and then only read: open addressing, at most half full.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace fhir {

// Not for keys that others choose: who can fill it could make all of them collide.
template <class T>
class TextTable {
 public:
  // The value of this text, made if it is not there.
  T& operator[](std::string_view text) {
    if (2 * (entries_.size() + 1) > slots_.size()) grow();
    const std::uint32_t hash = hash_of(text);
    Slot& slot = slots_[place_of(text, hash)];
    if (slot.entry == none) {
      slot = {hash, static_cast<std::uint32_t>(entries_.size())};
      entries_.push_back({std::string(text), T()});
    }
    return entries_[slot.entry].value;
  }

  // nullptr if it is not there.
  const T* find(std::string_view text) const {
    if (slots_.empty()) return nullptr;
    const Slot& slot = slots_[place_of(text, hash_of(text))];
    return slot.entry == none ? nullptr : &entries_[slot.entry].value;
  }

 private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t entry = none;
  };
  struct Entry {
    std::string text;
    T value;
  };

  // Where the text is, or would be.
  std::size_t place_of(std::string_view text, std::uint32_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t place = hash & mask;
    while (slots_[place].entry != none && (slots_[place].hash != hash || entries_[slots_[place].entry].text != text))
      place = (place + 1) & mask;
    return place;
  }

  void grow() {
    slots_.assign(slots_.empty() ? 64 : 2 * slots_.size(), Slot());
    for (std::uint32_t i = 0; i < entries_.size(); ++i) {
      const std::uint32_t hash = hash_of(entries_[i].text);
      slots_[place_of(entries_[i].text, hash)] = {hash, i};
    }
  }

  // Eight bytes at a time; the last eight may be some of those before.
  static std::uint32_t hash_of(std::string_view text) {
    std::uint64_t hash = text.size();
    const auto mix = [&hash](std::uint64_t word) {
      hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
      hash ^= hash >> 32;
    };
    if (text.size() < sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      for (const char c : text) word = word << 8 | static_cast<unsigned char>(c);
      mix(word);
      return static_cast<std::uint32_t>(hash);
    }
    for (std::size_t at = 0; at + sizeof(std::uint64_t) < text.size(); at += sizeof(std::uint64_t))
      mix(word_at(text, at));
    mix(word_at(text, text.size() - sizeof(std::uint64_t)));
    return static_cast<std::uint32_t>(hash);
  }

  static std::uint64_t word_at(std::string_view text, std::size_t at) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    return word;
  }

  std::vector<Slot> slots_;
  std::vector<Entry> entries_;
};

}  // namespace fhir
