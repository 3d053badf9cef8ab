#include "server/client_identity_file.h"

#include <utility>

namespace server {
namespace {

using fhir::Json;
using fhir::Result;

// A day: some clients' tokens live so long, and whoever trusts them says so.
constexpr std::size_t most_token_age_seconds = 86'400;
constexpr std::size_t most_certificate_names = 20;

// https on this machine too: whoever could answer in its place would be every user of the client.
Result<KeySetUrl> key_set_url_in(Json text, const std::string& path) {
  auto url = parse_url(text.text());
  if (!url) return wrong_at(path, ": " + url.error().diagnostics);
  if (!url->origin.tls) return wrong_at(path, " is not https");
  // parse_url takes it away, and then another URL would be asked.
  if (url->query.empty() && url->path != "/" && text.text().ends_with('/')) return wrong_at(path, " ends with a slash");
  return KeySetUrl{std::move(*url), std::string(text.text())};
}

}  // namespace

std::vector<JsonShapeMember> identity_shapes() {
  return {{"jku", text_shape()},
          {"jwksFile", text_shape()},
          {"algs", list_shape(word_shape({"ES384", "RS384", "ES256", "RS256", "PS384"}), 1, 5)},
          {"maxTokenAgeSeconds", whole_number_shape(1, most_token_age_seconds)},
          {"tenant", text_shape()},
          {"certificateNames", list_shape(text_shape(), 1, most_certificate_names)}};
}

Result<ClientIdentity> identity_in(Json client, const std::string& path, const std::filesystem::path& folder) {
  if (client["jku"].exists() && client["jwksFile"].exists()) return wrong_at(path, " has both jku and jwksFile");
  ClientIdentity identity;
  if (client["jku"].exists()) {
    auto url = key_set_url_in(client["jku"], path_of(path, "jku"));
    if (!url) return url.error();
    identity.key_set_url = std::move(*url);
  }
  if (client["jwksFile"].exists()) identity.key_set_file = folder / client["jwksFile"].text();
  if (client["algs"].exists()) identity.algorithms.clear();
  for (const Json name : client["algs"].elements())
    identity.algorithms.push_back(parse_jws_algorithm(name.text()).value());
  if (const auto seconds = client["maxTokenAgeSeconds"].number())
    identity.longest_token_life = std::chrono::seconds(static_cast<std::int64_t>(*seconds));
  identity.tenant = client["tenant"].text();
  for (const Json name : client["certificateNames"].elements()) identity.certificate_names.emplace_back(name.text());
  return identity;
}

}  // namespace server
