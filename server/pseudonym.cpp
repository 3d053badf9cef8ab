#include "server/pseudonym.h"

#include <fcntl.h>
#include <nettle/hmac.h>
#include <openssl/crypto.h>
#include <unistd.h>

#include <array>
#include <memory>
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
  if (::getentropy(key.data(), key.size()) != 0)
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

void update(hmac_sha256_ctx& context, std::string_view text) {
  hmac_sha256_update(&context, text.size(), reinterpret_cast<const std::uint8_t*>(text.data()));
}

}  // namespace

Pseudonyms::Pseudonyms(const std::vector<unsigned char>& key) {
  const std::shared_ptr<hmac_sha256_ctx> keyed(new hmac_sha256_ctx, [](hmac_sha256_ctx* made) {
    OPENSSL_cleanse(made, sizeof *made);
    delete made;
  });
  hmac_sha256_set_key(keyed.get(), key.size(), key.data());
  keyed_ = keyed;
}

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
  const std::vector<unsigned char> bytes(key->begin(), key->end());
  OPENSSL_cleanse(key->data(), key->size());
  return Pseudonyms(bytes);
}

fhir::KeptText Pseudonyms::of(std::string_view kind, std::initializer_list<std::string_view> parts) const {
  hmac_sha256_ctx context = *keyed_;
  update(context, kind);
  for (const auto part : parts) {
    update(context, std::to_string(part.size()));
    update(context, ":");
    update(context, part);
  }
  std::array<unsigned char, shown_bytes> hash{};
  hmac_sha256_digest(&context, hash.size(), hash.data());
  OPENSSL_cleanse(&context, sizeof context);
  return hexadecimal({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

}  // namespace server
