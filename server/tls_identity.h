// Who the server is over TLS: its certificate and key, and whose certificates it asks clients for. Files that change
// are read again, so that a certificate is renewed without a restart.
#pragma once

#include <array>
#include <boost/asio/ssl/context.hpp>
#include <cstdint>
#include <memory>
#include <mutex>

#include "fhir/result.h"
#include "server/tls_files.h"

namespace server {

using TlsContext = boost::asio::ssl::context;

class TlsIdentity {
 public:
  // Refuses (Issue value, security) files that cannot be read, do not belong together, or a key that others can read.
  static fhir::Result<std::unique_ptr<TlsIdentity>> load(TlsFiles files);

  // For new connections; older ones keep theirs. From any thread.
  std::shared_ptr<TlsContext> current() const;

  // Reads the files if they have changed: true if so. What is wrong changes nothing, and is told (Issue) once for each
  // state of the files. From one thread at a time.
  fhir::Result<bool> refresh();

 private:
  // What changes when a file does, or its rights: inode, size, and the times of both, in nanoseconds.
  using FileState = std::array<std::int64_t, 4>;
  using State = std::array<FileState, 3>;

  explicit TlsIdentity(TlsFiles files) : files_(std::move(files)) {}
  State state_of_files() const;
  static FileState state_of(const std::filesystem::path& file);

  const TlsFiles files_;
  State seen_{};
  mutable std::mutex mutex_;
  std::shared_ptr<TlsContext> context_;
};

}  // namespace server
