#include "server/secret_file.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace server {
namespace {

using fhir::IssueType;

// An open file. What is asked of it and what is read are the same file, whatever its name comes to mean meanwhile.
class OpenFile {
 public:
  // Opening a pipe must not wait for who writes into it.
  explicit OpenFile(const std::filesystem::path& file)
      : descriptor_(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {}
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  // True for a regular file.
  bool read_state(struct stat& state) const {
    return descriptor_ >= 0 && ::fstat(descriptor_, &state) == 0 && S_ISREG(state.st_mode);
  }

  // Up to so many bytes; false if they cannot be read.
  bool read(std::string& text, std::size_t most_bytes) const {
    text.resize(most_bytes);  // at once, so that no copies of a secret are left where it grew
    std::size_t size = 0;
    while (size < most_bytes) {
      const auto got = ::read(descriptor_, text.data() + size, most_bytes - size);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return false;
      if (got == 0) break;
      size += static_cast<std::size_t>(got);
    }
    text.resize(size);
    return true;
  }

 private:
  const int descriptor_;
};

fhir::Result<std::string> text_of(const OpenFile& file, std::size_t most_bytes) {
  std::string text;
  if (!file.read(text, most_bytes + 1)) return fhir::issue(IssueType::not_found, "cannot be read");
  if (text.size() <= most_bytes) return text;
  OPENSSL_cleanse(text.data(), text.size());
  return fhir::issue(IssueType::too_long, "is longer than " + std::to_string(most_bytes) + " bytes");
}

fhir::Result<std::string> read(const std::filesystem::path& name, std::size_t most_bytes, mode_t forbidden) {
  const OpenFile file(name);
  struct stat state {};
  if (!file.read_state(state)) return fhir::issue(IssueType::not_found, "cannot be read");
  if ((state.st_mode & forbidden) != 0)
    return fhir::issue(IssueType::security, "can be read or changed by everybody; chmod o= mends it");
  return text_of(file, most_bytes);
}

}  // namespace

fhir::Result<std::string> read_bounded_file(const std::filesystem::path& file, std::size_t most_bytes) {
  return read(file, most_bytes, 0);
}

fhir::Result<std::string> read_secret_file(const std::filesystem::path& file, std::size_t most_bytes) {
  return read(file, most_bytes, S_IROTH | S_IWOTH);
}

}  // namespace server
