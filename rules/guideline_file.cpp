#include "rules/guideline_file.h"

#include <algorithm>
#include <fstream>

namespace rules {
namespace {

fhir::Result<std::string> read_from_disk(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fhir::issue(fhir::IssueType::not_found, "cannot be opened");
  std::string text(longest_guideline_file + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > longest_guideline_file) return fhir::issue(fhir::IssueType::too_long, "is larger than 1 MB");
  return text;
}

}  // namespace

FileReader files_on_disk() { return read_from_disk; }

std::unique_ptr<GuidelineFile> GuidelineFile::read(const FileReader& reader, const std::filesystem::path& path,
                                                   std::string_view name, Problems& problems) {
  auto file = std::make_unique<GuidelineFile>();
  file->name_ = std::string(name);
  auto text = reader(path);
  if (!text) {
    problems.add(name, text.error().diagnostics);
    return nullptr;
  }
  file->text_ = std::move(*text);
  const auto root = file->document_.parse(file->text_);
  if (!root || !root->is_object()) {
    problems.add(name, root ? "is no JSON object" : root.error().diagnostics);
    return nullptr;
  }
  file->root_ = *root;
  return file;
}

void allow_members(fhir::Json object, std::initializer_list<std::string_view> names, std::string_view where,
                   Problems& problems) {
  for (const auto& [name, value] : object.members())
    if (std::ranges::find(names, name) == names.end())
      problems.add(where, "has a member '" + std::string(name) + "' that nothing reads");
}

std::string required_text(fhir::Json object, std::string_view name, std::string_view where, Problems& problems) {
  const std::string_view text = object[name].text();
  if (text.empty()) problems.add(where, "has no '" + std::string(name) + "'");
  return std::string(text);
}

}  // namespace rules
