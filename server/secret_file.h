// Files that are read whole: of bounded size, and secrets that not everybody on the machine may know.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "fhir/result.h"

namespace server {

// The text of a file. Refuses (Issue not_found, too_long) one that cannot be read, is no file, or is longer. The
// diagnostics are the end of a sentence that names the file: "cannot be read".
fhir::Result<std::string> read_bounded_file(const std::filesystem::path& file, std::size_t most_bytes);

// The same for a secret, such as a private key. Refuses (Issue security) a file that others than its owner and its
// group can read or change; the group may: Kubernetes gives secrets to a group. Whoever asked wipes the text.
fhir::Result<std::string> read_secret_file(const std::filesystem::path& file, std::size_t most_bytes);

}  // namespace server
