// JSON for tests: parsed, with the text and the nodes that it stands on.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "fhir/json.h"

namespace server_test {

class Parsed {
 public:
  explicit Parsed(std::string text) : text_(std::make_unique<std::string>(std::move(text))) {
    auto parsed = document_.parse(*text_);
    if (parsed) json_ = *parsed;
    EXPECT_TRUE(parsed.has_value()) << "the test's own JSON is wrong";
  }
  fhir::Json json() const { return json_; }
  fhir::Json operator[](std::string_view name) const { return json_[name]; }

 private:
  std::unique_ptr<std::string> text_;
  fhir::JsonDocument document_;
  fhir::Json json_;
};

// The element at that place of an array; missing if there is none.
inline fhir::Json at(fhir::Json array, std::size_t index) {
  for (const auto element : array.elements())
    if (index-- == 0) return element;
  return {};
}

}  // namespace server_test
