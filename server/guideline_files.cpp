#include "server/guideline_files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <system_error>
#include <vector>

#include "fhir/json.h"
#include "server/digest.h"

namespace server {
namespace {

namespace files = std::filesystem;
using fhir::IssueType;

bool has_value_sets(const files::path& folder) {
  std::error_code ignored;
  return files::is_directory(folder / "value-sets", ignored);
}

// In the order of their names, so that refusals are the same on every machine.
std::vector<files::path> json_files_in(const files::path& folder) {
  std::vector<files::path> found;
  std::error_code error;
  for (files::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->path().extension() == ".json") found.push_back(at->path());
  std::ranges::sort(found);
  return found;
}

// A file's text; the digest knows of it afterwards.
fhir::Result<std::string> read_into(Digest& digest, const files::path& file) {
  auto text = read_file(file);
  if (!text) return fhir::issue(IssueType::not_found, "cannot be read");
  digest.add(file.filename().string());
  digest.add(*text);
  return std::move(*text);
}

fhir::Result<void> add_value_set(fhir::Terminology& terminology, const files::path& file, Digest& digest) {
  auto text = read_into(digest, file);
  if (!text) return fhir::issue(IssueType::not_found, file.string() + " cannot be read");
  fhir::JsonDocument document;
  const auto json = document.parse(*text);
  if (!json) return fhir::issue(json.error().code, file.string() + ": " + json.error().diagnostics);
  if (const auto added = terminology.add(*json); !added)
    return fhir::issue(added.error().code, file.string() + ": " + added.error().diagnostics);
  return {};
}

// As many as a line holds.
template <class Names>
std::string first_of(const Names& names) {
  constexpr std::size_t most_told = 5;
  std::string told;
  std::size_t count = 0;
  for (const auto name : names)
    if (count++ < most_told) told.append(" ").append(name);
  return count > most_told ? told + " and " + std::to_string(count - most_told) + " more" : told;
}

}  // namespace

std::optional<std::string> read_file(const files::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  std::ostringstream text;
  if (stream.peek() != std::ifstream::traits_type::eof()) text << stream.rdbuf();
  if (stream.bad() || text.fail()) return std::nullopt;
  return std::move(text).str();
}

files::path guideline_folder_of(const files::path& executable) {
  const auto installed = executable.parent_path().parent_path() / "share/bone-health-cds/guideline";
  if (has_value_sets(installed)) return installed;
  for (auto above = executable.parent_path(); above != above.parent_path(); above = above.parent_path())
    if (has_value_sets(above / "rules/guideline")) return above / "rules/guideline";
  return {};
}

files::path guideline_folder() {
  std::error_code error;
  const auto executable = files::read_symlink("/proc/self/exe", error);
  return error ? files::path() : guideline_folder_of(executable);
}

namespace {

fhir::Result<fhir::Terminology> terminology_in(const files::path& folder, Digest& digest) {
  fhir::Terminology terminology;
  for (const auto& file : json_files_in(folder))
    if (const auto added = add_value_set(terminology, file, digest); !added) return added.error();
  if (const auto missing = terminology.missing(); !missing.empty())
    return fhir::issue(IssueType::not_found, folder.string() + " lacks the value sets" + first_of(missing));
  return terminology;
}

// Each file is read from the disk once, so that all tables are of the same moment.
rules::Guideline::FileReader read_once(Digest& digest) {
  auto texts = std::make_shared<std::map<files::path, fhir::Result<std::string>>>();
  return [&digest, texts](const files::path& file) {
    const auto known = texts->find(file);
    if (known != texts->end()) return known->second;
    return texts->emplace(file, read_into(digest, file)).first->second;
  };
}

}  // namespace

fhir::Result<fhir::Terminology> load_terminology(const files::path& folder) {
  Digest digest;
  return terminology_in(folder, digest);
}

bool is_profile(const files::path& directory) {
  std::error_code ignored;
  return files::is_regular_file(directory / "profile.json", ignored);
}

std::vector<files::path> profiles_in(const files::path& folder) {
  std::vector<files::path> found;
  std::error_code error;
  for (files::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (is_profile(at->path())) found.push_back(at->path());
  std::ranges::sort(found);
  return found;
}

files::path folder_of(const GuidelineChoice& choice) {
  return choice.folder.empty() ? guideline_folder() : choice.folder;
}

fhir::Result<Knowledge> load_knowledge(const GuidelineChoice& choice) {
  const auto folder = folder_of(choice);
  if (folder.empty())
    return fhir::issue(IssueType::not_found, "no guideline files beside this program: say where with --guideline-dir");
  Digest digest;
  auto terminology = terminology_in(folder / "value-sets", digest);
  if (!terminology) return terminology.error();
  const bool is_elsewhere = choice.profile.find('/') != std::string::npos;
  const auto directory = is_elsewhere ? files::path(choice.profile) : folder / choice.profile;
  const rules::Guideline::FileReader read = read_once(digest);
  std::array<std::shared_ptr<const rules::Guideline>, 2> loaded;
  for (const auto occasion : {rules::Occasion::order, rules::Occasion::chart}) {
    auto guideline = rules::Guideline::load(directory, read, occasion);
    if (!guideline)
      return fhir::issue(guideline.error().code, directory.string() + ": " + guideline.error().diagnostics);
    loaded[static_cast<std::size_t>(occasion)] = std::move(*guideline);
  }
  return Knowledge{std::move(*terminology), std::move(loaded[0]), std::move(loaded[1]), digest.hexadecimal()};
}

}  // namespace server
