// Any bytes as JSON: they are refused, or read within the limits, and what was read is what written again says.
#include <set>

#include "fhir/json.h"
#include "fhir/json_text.h"
#include "fhir/json_thorough_reader.h"
#include "fhir/limits.h"
#include "fuzz_input.h"
#include "tests/fhir/same_json.h"

namespace {

using fuzz::expect;

std::size_t walk(fhir::Json value, std::size_t depth) {
  std::size_t nodes = 1;
  std::size_t members = 0;
  std::set<std::string_view> names;
  expect(depth <= fhir::limits::json_depth + 1, "nesting is bounded");
  expect(value.text().find('\0') == std::string_view::npos || value.is_string(), "only strings hold text");
  for (const fhir::Json element : value.elements()) nodes += walk(element, depth + 1);
  for (const auto& [name, member] : value.members()) {
    expect(names.insert(name).second, "a name stands once in an object");
    nodes += 1 + walk(member, depth + 1);
    ++members;
  }
  expect(!value.is_object() || value.size() == members, "size() counts the members");
  expect(members <= fhir::limits::json_members, "the number of members is bounded");
  return nodes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  std::string text(fuzz::text_of(data, size));
  std::string copy = text;
  fhir::JsonDocument document;
  const auto json = document.parse(text);
  fhir::List<fhir::JsonNode> nodes;
  const auto read = fhir::read_thoroughly(copy.data(), copy.size(), nodes);
  if (read)
    expect(json && fhir::is_same_json(*json, {nodes.data(), 0}), "both readers read the same");
  else
    expect(!json || read.error().diagnostics.starts_with("Number too big"), "0e400 apart, both refuse the same");
  if (!json) {
    expect(!json.error().diagnostics.empty(), "a refusal says why");
    return 0;
  }
  expect(walk(*json, 1) <= fhir::limits::json_nodes, "the number of values is bounded");
  std::string written = fhir::to_text(*json);
  fhir::JsonDocument again;
  const auto reread = again.parse(written);
  expect(reread.has_value(), "what was written can be read");
  expect(fhir::is_same_json(*json, *reread), "what was written says the same");
  return 0;
}
