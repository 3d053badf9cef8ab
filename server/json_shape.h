// What a JSON file that people write has to look like: which members there are, and what each may be. Stricter than
// reading what is known, since a misspelt member that is passed over is a setting that does not count.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fhir/json.h"
#include "fhir/result.h"

namespace server {

struct JsonShapeMember;

// The shape of one value. Made by the functions below.
struct JsonShape {
  fhir::JsonType type = fhir::JsonType::string;
  std::vector<std::string_view> words;  // a string is one of these; any that is not empty, if there are none
  std::size_t least = 0;                // of a whole number, or of the elements of a list
  std::size_t most = 0;
  std::vector<JsonShape> values;         // one shape: of every element of a list, of every member of a map
  std::vector<JsonShapeMember> members;  // of an object: these and no others
};

struct JsonShapeMember {
  std::string_view name;
  JsonShape shape;
  bool is_required = false;
};

// A string that is not empty.
JsonShape text_shape();
JsonShape word_shape(std::vector<std::string_view> words);
JsonShape whole_number_shape(std::size_t least, std::size_t most);
JsonShape list_shape(JsonShape element, std::size_t least, std::size_t most);
JsonShape object_shape(std::vector<JsonShapeMember> members);
// An object whose members have names of the writer's own.
JsonShape map_shape(JsonShape value);

// Refuses (Issue structure, required, value) what does not have this shape. The diagnostics name the first place that
// is wrong, below `path` ("" for the whole): "clients[0].fhirServer is not a member"; no value is in them.
fhir::Result<void> check_shape(fhir::Json value, const JsonShape& shape, const std::string& path);

// The path of a member.
std::string path_of(const std::string& path, std::string_view name);
// The path of an element.
std::string path_of(const std::string& path, std::size_t index);
// The Issue (value) that says what is wrong with the value at this path: `what` goes on behind it, " is empty".
fhir::Issue wrong_at(const std::string& path, std::string_view what);

}  // namespace server
