// How a client proves who it is: by a signed token, by a certificate, or by both (CDS Hooks R211 to R221).
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "server/http_url.h"
#include "server/jws_algorithm.h"

namespace server {

// Where a client publishes its keys.
struct KeySetUrl {
  HttpUrl url;
  std::string written;  // as a token must name it, byte for byte, if it names one
};

// The name of a certificate in the form in which names are compared: DNS names without regard to case (RFC 5280 section
// 7.2), URIs, which have a colon, byte for byte.
std::string comparable_name(std::string_view name);

struct ClientIdentity {
  std::optional<KeySetUrl> key_set_url;  // jku
  std::filesystem::path key_set_file;    // jwksFile; at most one of the two
  std::vector<JwsAlgorithm> algorithms{JwsAlgorithm::es384, JwsAlgorithm::rs384};
  std::chrono::seconds longest_token_life{300};  // exp - iat at most
  std::string tenant;                            // that its tokens must name; "" if they need not
  std::vector<std::string> certificate_names;    // one of which its certificate must have; empty if it need not

  bool has_keys() const { return key_set_url || !key_set_file.empty(); }
  // False for a client that nobody could be proved to be: it is for sandbox mode only.
  bool can_be_proved() const { return has_keys() || !certificate_names.empty(); }
  bool allows(JwsAlgorithm algorithm) const;
  // True if one of these names of a verified certificate is one of the client's.
  bool has_certificate(std::span<const std::string> names) const;
};

}  // namespace server
