// The guideline and value sets on disk: where they are, and reading them at start.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fhir/result.h"
#include "fhir/value_set.h"
#include "rules/guideline.h"
#include "server/config.h"

namespace server {

// What the service advises by. Immutable; shared by all threads.
struct Knowledge {
  fhir::Terminology terminology;
  std::shared_ptr<const rules::Guideline> guideline;        // for orders
  std::shared_ptr<const rules::Guideline> chart_guideline;  // for opening a chart; nullptr if the profile has none
  std::string sha256;  // of all files that these were read from, in hexadecimal digits

  // nullptr if the profile has nothing to say on this occasion.
  const rules::Guideline* guideline_for(rules::Occasion occasion) const {
    return occasion == rules::Occasion::order ? guideline.get() : chart_guideline.get();
  }
};

// The folder with the profiles and value-sets/ that belongs to this executable: share/bone-health-cds/guideline beside
// its bin folder when installed, rules/guideline in a folder above it in a source tree. Empty if there is neither.
std::filesystem::path guideline_folder_of(const std::filesystem::path& executable);
// The running program's own.
std::filesystem::path guideline_folder();

bool is_profile(const std::filesystem::path& directory);
// The directories of all profiles in a folder, in the order of their names.
std::vector<std::filesystem::path> profiles_in(const std::filesystem::path& folder);
// The folder that was chosen, else the running program's own.
std::filesystem::path folder_of(const GuidelineChoice& choice);

// Reads what was chosen: a profile of the folder by its id, or, if it holds a "/", the directory of one elsewhere; the
// value sets are always those of the folder. Refuses whatever is missing, unreadable or wrong, and names the file.
fhir::Result<Knowledge> load_knowledge(const GuidelineChoice& choice);

// Every *.json of this folder is a ValueSet, and every set that the service knows is there.
fhir::Result<fhir::Terminology> load_terminology(const std::filesystem::path& folder);

// The whole of a file; nothing if it cannot be read.
std::optional<std::string> read_file(const std::filesystem::path& file);

}  // namespace server
