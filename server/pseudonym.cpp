#include "server/pseudonym.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <stdexcept>
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

void expect(bool success) {
  if (!success) throw std::runtime_error("HMAC-SHA-256 cannot be had");
}

using Context = std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)>;

// The thread's copy, which begins anew with the same key: a copy for each name would take longer than the name.
EVP_MAC_CTX* begun_with(const std::shared_ptr<const EVP_MAC_CTX>& keyed) {
  thread_local std::shared_ptr<const EVP_MAC_CTX> original;
  thread_local Context copy(nullptr, &EVP_MAC_CTX_free);
  if (original == keyed) {
    expect(EVP_MAC_init(copy.get(), nullptr, 0, nullptr) == 1);
    return copy.get();
  }
  original.reset();
  copy.reset(EVP_MAC_CTX_dup(keyed.get()));
  expect(copy != nullptr);
  original = keyed;
  return copy.get();
}

void update(EVP_MAC_CTX* context, std::string_view text) {
  expect(EVP_MAC_update(context, reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1);
}

}  // namespace

// To look HMAC up, and to begin with the key, takes longer than a name.
Pseudonyms::Pseudonyms(const std::vector<unsigned char>& key) {
  const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> hmac(EVP_MAC_fetch(nullptr, "HMAC", nullptr), &EVP_MAC_free);
  expect(hmac != nullptr);
  Context context(EVP_MAC_CTX_new(hmac.get()), &EVP_MAC_CTX_free);
  std::string sha256 = "SHA256";
  const std::array parameters{OSSL_PARAM_construct_utf8_string("digest", sha256.data(), 0), OSSL_PARAM_construct_end()};
  expect(context != nullptr && EVP_MAC_init(context.get(), key.data(), key.size(), parameters.data()) == 1);
  keyed_.reset(context.release(), [](const EVP_MAC_CTX* made) { EVP_MAC_CTX_free(const_cast<EVP_MAC_CTX*>(made)); });
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
  EVP_MAC_CTX* const context = begun_with(keyed_);
  update(context, kind);
  for (const auto part : parts) {
    update(context, std::to_string(part.size()));
    update(context, ":");
    update(context, part);
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  expect(EVP_MAC_final(context, hash.data(), nullptr, hash.size()) == 1);
  return hexadecimal({reinterpret_cast<const char*>(hash.data()), shown_bytes});
}

}  // namespace server
