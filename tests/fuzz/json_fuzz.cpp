// Any bytes as JSON: they are refused, or read within the limits, and what was read is what written again says.
#include <set>

#include "fhir/json.h"
#include "fhir/json_text.h"
#include "fhir/limits.h"
#include "fuzz_input.h"

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
  return nodes;
}

bool is_same(fhir::Json left, fhir::Json right) {
  if (left.type() != right.type() || left.size() != right.size() || left.text() != right.text() ||
      left.number() != right.number() || left.boolean() != right.boolean())
    return false;
  auto other = right.elements().begin();
  for (const fhir::Json element : left.elements())
    if (!is_same(element, *other++)) return false;
  auto other_member = right.members().begin();
  for (const auto& [name, member] : left.members()) {
    const auto counterpart = *other_member++;
    if (name != counterpart.name || !is_same(member, counterpart.value)) return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  std::string text(fuzz::text_of(data, size));
  fhir::JsonDocument document;
  const auto json = document.parse(text.data(), text.size());
  if (!json) {
    expect(!json.error().diagnostics.empty(), "a refusal says why");
    return 0;
  }
  expect(walk(*json, 1) <= fhir::limits::json_nodes, "the number of values is bounded");
  std::string written = fhir::to_text(*json);
  fhir::JsonDocument again;
  const auto reread = again.parse(written.data(), written.size());
  expect(reread.has_value(), "what was written can be read");
  expect(is_same(*json, *reread), "what was written says the same");
  return 0;
}
