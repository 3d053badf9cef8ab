// Files that hold what is nobody else's business.
#pragma once

#include <filesystem>

namespace server {

// Makes the folders of a path that are missing, for their owner alone; std::filesystem would make them for everybody to
// read. Tells nothing of failures.
void make_private_folder(const std::filesystem::path& folder);

// Makes an empty file that its owner alone may read, and the folders above it that are missing; their names survive a
// loss of power. Does nothing to a file that is there. Tells nothing of failures: whoever opens the file will see them.
void make_private_file(const std::filesystem::path& file);

}  // namespace server
