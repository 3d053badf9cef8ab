#include "server/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace server {
namespace {

void sync_folder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

void make_private_folder(const std::filesystem::path& folder) {
  if (folder.empty() || folder == folder.root_path() || ::access(folder.c_str(), F_OK) == 0) return;
  make_private_folder(folder.parent_path());
  if (::mkdir(folder.c_str(), S_IRWXU) == 0) sync_folder(folder.parent_path());
}

void make_private_file(const std::filesystem::path& file) {
  const auto folder = std::filesystem::absolute(file).parent_path();
  make_private_folder(folder);
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return;
  ::close(descriptor);
  sync_folder(folder);
}

}  // namespace server
