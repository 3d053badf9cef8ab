// The files that the server's side of TLS is made of.
#pragma once

#include <filesystem>

namespace server {

struct TlsFiles {
  std::filesystem::path certificate;  // PEM: the server's, then those between it and its authority
  std::filesystem::path key;          // PEM; not readable by others than owner and group
  std::filesystem::path client_ca;    // PEM: authorities of clients' certificates; empty: none are asked for
};

}  // namespace server
