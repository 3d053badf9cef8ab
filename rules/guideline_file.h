// Reading the JSON files of a guideline: one file in memory, and all that is wrong with it, told with its place.
// Internal to rules/.
#pragma once

#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/json.h"

namespace rules {

// The largest guideline file that is read, in bytes. The shipped ones have less than 40 000.
inline constexpr std::size_t longest_guideline_file = 1'000'000;

// Gives the text of a file, or an Issue that says why not.
using FileReader = std::function<fhir::Result<std::string>(const std::filesystem::path&)>;
FileReader files_on_disk();

// Everything wrong with a guideline, a line each. Loading goes on, so that an author sees all of it at once.
class Problems {
 public:
  void add(std::string_view where, std::string_view what) {
    lines_ += std::string(where) + ": " + std::string(what) + "\n";
  }
  bool any() const { return !lines_.empty(); }
  const std::string& text() const { return lines_; }

 private:
  std::string lines_;
};

// One parsed file; the views into it live as long as it does.
class GuidelineFile {
 public:
  // Nothing, and a problem told, if it cannot be read or is no strict JSON.
  static std::unique_ptr<GuidelineFile> read(const FileReader& reader, const std::filesystem::path& path,
                                             std::string_view name, Problems& problems);
  fhir::Json root() const { return root_; }
  const std::string& name() const { return name_; }

 private:
  std::string name_;
  std::string text_;
  fhir::JsonDocument document_;
  fhir::Json root_;
};

// Tells of every member of the object that is not among these: a misspelt one must not be lost in silence.
void allow_members(fhir::Json object, std::initializer_list<std::string_view> names, std::string_view where,
                   Problems& problems);
// The text of a member that must be there and not empty; "" and a problem if it is not.
std::string required_text(fhir::Json object, std::string_view name, std::string_view where, Problems& problems);

}  // namespace rules
