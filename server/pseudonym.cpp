#include "server/pseudonym.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <array>
#include <system_error>
#include <utility>

#include "server/digest.h"
#include "server/private_file.h"
#include "server/secret_file.h"

namespace server {
namespace {

using fhir::IssueType;

constexpr std::size_t longest_key = 4096;
constexpr std::size_t shown_bytes = 16;  // of the hash: enough that no two patients share a name

std::vector<unsigned char> random_key() {
  std::vector<unsigned char> key(Pseudonyms::key_bytes);
  if (RAND_bytes(key.data(), static_cast<int>(key.size())) != 1)
    throw std::system_error(std::make_error_code(std::errc::io_error), "no random numbers can be had");
  return key;
}

// Never over a file that is there: whoever comes second reads what the first has written.
bool write_new(const std::filesystem::path& file, const std::vector<unsigned char>& key) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return false;
  const bool is_written =
      ::write(descriptor, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && ::fsync(descriptor) == 0;
  ::close(descriptor);
  if (!is_written) ::unlink(file.c_str());
  return is_written;
}

}  // namespace

Pseudonyms Pseudonyms::of_process() { return Pseudonyms(random_key()); }

fhir::Result<Pseudonyms> Pseudonyms::with_key_in(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) {
    make_private_folder(std::filesystem::absolute(file).parent_path());
    write_new(file, random_key());
  }
  auto key = read_secret_file(file, longest_key);
  if (!key) return fhir::issue(IssueType::value, file.string() + ": the key of pseudonyms " + key.error().diagnostics);
  if (key->size() < key_bytes)
    return fhir::issue(IssueType::value, file.string() + ": the key of pseudonyms is shorter than 32 bytes");
  Key bytes(key->begin(), key->end());
  OPENSSL_cleanse(key->data(), key->size());
  return Pseudonyms(std::move(bytes));
}

std::string Pseudonyms::of(std::string_view kind, std::initializer_list<std::string_view> parts) const {
  std::string text(kind);
  for (const auto part : parts) text.append(std::to_string(part.size())).append(":").append(part);
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned size = 0;
  HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), hash.data(), &size);
  return hexadecimal({reinterpret_cast<const char*>(hash.data()), shown_bytes});
}

}  // namespace server
