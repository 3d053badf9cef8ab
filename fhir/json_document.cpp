#include "fhir/json_fast_reader.h"
#include "fhir/json_thorough_reader.h"

namespace fhir {

Result<Json> JsonDocument::parse(std::string& text) {
  static_assert(sizeof(JsonNode) == 16);
  if (!read_fast(text, nodes_, characters_))
    if (const auto read = read_thoroughly(text.data(), text.size(), nodes_); !read) return read.error();
  return Json(nodes_.data(), 0);
}

}  // namespace fhir
