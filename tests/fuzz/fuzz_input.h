// What a fuzz target makes of its bytes, and how it says that something does not hold.
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace fuzz {

// Ends the run, and so keeps the bytes, unless it is true.
inline void expect(bool holds, const char* what, std::source_location at = std::source_location::current()) {
  if (holds) return;
  std::fprintf(stderr, "%s:%u: does not hold: %s\n", at.file_name(), static_cast<unsigned>(at.line()), what);
  std::abort();
}

inline std::string_view text_of(const unsigned char* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// RFC 7464 puts this byte between JSON texts: none can hold it.
inline constexpr char record_separator = '\x1e';

inline std::vector<std::string_view> records_of(std::string_view text) {
  std::vector<std::string_view> records;
  for (std::size_t end = 0; end != std::string_view::npos;) {
    end = text.find(record_separator);
    records.push_back(text.substr(0, end));
    if (end != std::string_view::npos) text.remove_prefix(end + 1);
  }
  return records;
}

// "name\nall the rest"
struct NamedText {
  std::string_view name;
  std::string text;
};
inline NamedText named_text_of(std::string_view record) {
  const auto end = record.find('\n');
  if (end == std::string_view::npos) return {record, ""};
  return {record.substr(0, end), std::string(record.substr(end + 1))};
}

// A card's summary has less than 140 characters (CDS Hooks 2.0), and is not empty.
inline bool is_summary(std::string_view text) {
  constexpr std::size_t longest = 139;
  const auto is_continuation = [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u; };
  const auto continued = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_continuation));
  return !text.empty() && text.size() - continued <= longest;
}

}  // namespace fuzz
