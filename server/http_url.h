// The addresses of other servers: taken apart strictly, so that what is compared is what is connected to.
//
// One way to write an address is accepted, and everything that could make two readers see two servers is refused: user
// names, percent-encoded hosts, IP addresses in other than their usual form, dots at the end, path segments "." and
// "..". (Host names beyond ASCII have their punycode form; it is a name like any other.)
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "fhir/result.h"

namespace server {

// Scheme, host and port: who is talked to (RFC 6454).
struct Origin {
  bool tls = true;         // https
  std::string host;        // lower case; IPv6 without brackets
  std::uint16_t port = 0;  // never 0 once parsed

  friend auto operator<=>(const Origin&, const Origin&) = default;

  bool is_ip_address() const;
  // True for a loopback address and for "localhost".
  bool is_loopback() const;
  // As a Host header has it: without the port if it is the scheme's own.
  std::string authority() const;
  std::string to_string() const;
};

struct HttpUrl {
  Origin origin;
  std::string path;   // begins with "/"; no "/" at the end unless it is the root
  std::string query;  // without "?", "" if there is none

  friend bool operator==(const HttpUrl&, const HttpUrl&) = default;

  // What stands in the request line.
  std::string target() const { return query.empty() ? path : path + "?" + query; }
  std::string to_string() const { return origin.to_string() + target(); }
};

// Takes an absolute http or https URL apart. Refuses (Issue value) what is not one, and every ambiguous form; the
// diagnostics say what is wrong and hold nothing of the text.
fhir::Result<HttpUrl> parse_url(std::string_view text);

// True if `url` is of the same origin as `base`, and its path is base's or lies below it.
bool is_below(const HttpUrl& url, const HttpUrl& base);

// The URL that a link in an answer of `base` means: absolute, or relative to it. Refuses (Issue security) one that
// leads away from `base`.
fhir::Result<HttpUrl> resolve_link(const HttpUrl& base, std::string_view link);

// `base` with a relative "Type/id" or "Type?query" behind it. Characters of the query that no URL may hold, such as
// the bar between system and code, are percent-encoded.
HttpUrl url_below(const HttpUrl& base, std::string_view relative);

}  // namespace server
