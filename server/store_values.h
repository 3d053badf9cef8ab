// What the store keeps, as values of its statements.
#pragma once

#include <array>
#include <charconv>
#include <chrono>
#include <string>
#include <vector>

#include "server/database.h"
#include "server/feedback_store.h"

namespace server {

inline std::int64_t number_of(Milliseconds time) { return time.time_since_epoch().count(); }

// 0 if the text is none.
inline std::int64_t number_in(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

inline std::chrono::milliseconds milliseconds_in(const std::string& text) {
  return std::chrono::milliseconds(number_in(text));
}

// "2026-11-26" for a day since 1970.
std::string day_text(std::int64_t day);

// In the order of the columns in the statements of feedback_store.cpp.
std::vector<SqlValue> values_of(const KeptFeedback& feedback);
// Its texts are ours, and hold no U+0000: they are not copied.
std::array<SqlValue, 11> values_of(const ShownCard& card);
std::vector<SqlValue> values_of(const UsedToken& token);

}  // namespace server
