// A JSON text in a test: its own buffer, which the parse changes, and the document on top of it.
#pragma once

#include <string>
#include <string_view>

#include "fhir/json.h"

namespace fhir {

class JsonText {
 public:
  explicit JsonText(std::string_view text) : buffer_(text), result_(document_.parse(buffer_)) {}
  JsonText(const JsonText&) = delete;
  JsonText& operator=(const JsonText&) = delete;

  bool is_read() const { return result_.has_value(); }
  Json root() const { return result_.value(); }
  operator Json() const { return root(); }
  Issue refusal() const { return result_.error(); }

 private:
  std::string buffer_;
  JsonDocument document_;
  Result<Json> result_;
};

inline bool is_read(std::string_view text) { return JsonText(text).is_read(); }

}  // namespace fhir
