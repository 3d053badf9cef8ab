#include "server/http_url.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <optional>

#include "fhir/ascii.h"

namespace server {
namespace {

namespace urls = boost::urls;
namespace asio = boost::asio;
using fhir::IssueType;

constexpr std::size_t longest_url = 8 * 1024;
constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

fhir::Issue wrong(std::string_view what) { return fhir::issue(IssueType::value, "the URL " + std::string(what)); }

using fhir::is_digit;

bool is_host_character(char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '.' || c == '_'; }

std::string_view last_label(std::string_view host) {
  const auto dot = host.rfind('.');
  return dot == std::string_view::npos ? host : host.substr(dot + 1);
}

// A name that some readers take for an address: "2130706433", "127.1", "0x7f000001" (WHATWG URL, "ends in a number").
bool looks_like_number(std::string_view host) {
  const std::string_view label = last_label(host);
  return std::ranges::all_of(label, is_digit) || label.starts_with("0x");
}

fhir::Result<std::string> host_name(std::string_view text) {
  std::string host = fhir::lower_case(text);
  if (host.empty()) return wrong("has no host");
  if (!std::ranges::all_of(host, is_host_character))
    return wrong("has a host with other than letters, digits, -, . and _");
  if (host.front() == '.' || host.back() == '.' || host.find("..") != std::string::npos)
    return wrong("has a host with an empty label");
  if (looks_like_number(host)) return wrong("has an IP address in an unusual form");
  return host;
}

// IPv4 mapped into IPv6 is one machine under two names.
fhir::Result<std::string> ipv6_host(std::string_view text) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address_v6(std::string(text), error);
  if (error || address.scope_id() != 0 || address.is_v4_mapped() || text.find('%') != std::string_view::npos)
    return wrong("has an IP address in an unusual form");
  return address.to_string();
}

fhir::Result<std::string> host_of(const urls::url_view& url) {
  switch (url.host_type()) {
    case urls::host_type::ipv4:
      return std::string(url.encoded_host());
    case urls::host_type::ipv6:
      return ipv6_host(std::string(url.host_ipv6_address().to_string()));
    case urls::host_type::name: {
      const auto host = url.encoded_host();
      return host_name({host.data(), host.size()});
    }
    default:
      return wrong("has no host");
  }
}

// Boost's own number wraps around at 65536.
fhir::Result<std::uint16_t> port_of(const urls::url_view& url, bool tls) {
  const auto text = url.port();
  if (text.empty()) return tls ? https_port : http_port;
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return wrong("has no port that there is");
  return port;
}

// No part of the path may be read in two ways, or lead upwards.
fhir::Result<std::string> path_of(const urls::url_view& url) {
  const auto encoded = url.encoded_path();
  std::string path(encoded.data(), encoded.size());
  // Boost takes what follows a bad port for a path: "h:+80/fhir", "h:80:81/fhir".
  if (!path.empty() && path.front() != '/') return wrong("has no proper end of its port");
  if (path.find('%') != std::string::npos) return wrong("has an encoded character in its path");
  if (path.find("//") != std::string::npos) return wrong("has an empty segment in its path");
  const std::string segments = path + "/";
  if (segments.find("/./") != std::string::npos || segments.find("/../") != std::string::npos)
    return wrong("has a segment . or .. in its path");
  while (path.ends_with('/')) path.pop_back();
  return path.empty() ? "/" : path;
}

bool is_scheme(const urls::url_view& url, std::string_view name) {
  const auto scheme = url.scheme();
  return fhir::lower_case(std::string_view(scheme.data(), scheme.size())) == name;
}

fhir::Result<HttpUrl> take_apart(const urls::url_view& url) {
  const bool tls = is_scheme(url, "https");
  if (!tls && !is_scheme(url, "http")) return wrong("is neither https nor http");
  if (url.has_userinfo()) return wrong("has a user name");
  if (url.has_fragment()) return wrong("has a fragment");
  auto host = host_of(url);
  if (!host) return host.error();
  const auto port = port_of(url, tls);
  if (!port) return port.error();
  auto path = path_of(url);
  if (!path) return path.error();
  const auto query = url.encoded_query();
  return HttpUrl{{tls, std::move(*host), *port}, std::move(*path), {query.data(), query.size()}};
}

// A query may hold another URL, so that only what comes before its first special character counts.
bool is_absolute(std::string_view link) {
  const auto scheme = link.find(':');
  return scheme != std::string_view::npos && scheme < link.find_first_of("/?#");
}

// Some servers write their links with characters that no URL may hold, such as the bar between system and code.
std::string encoded(std::string_view text) {
  constexpr std::string_view not_in_urls = "|\"<>\\^`{} ";
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    if (not_in_urls.find(c) == std::string_view::npos) {
      result += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      result.append(1, '%').append(1, hex[byte >> 4]).append(1, hex[byte & 15]);
    }
  }
  return result;
}

std::string encoded_query_of(std::string_view link) {
  const auto mark = link.find('?');
  if (mark == std::string_view::npos) return std::string(link);
  return std::string(link.substr(0, mark)) + encoded(link.substr(mark));
}

fhir::Issue leads_away() {
  return fhir::issue(IssueType::security, "a link to another page leads away from the FHIR server's base URL");
}

}  // namespace

bool Origin::is_ip_address() const {
  boost::system::error_code error;
  asio::ip::make_address(host, error);
  return !error;
}

bool Origin::is_loopback() const {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(host, error);
  return error ? host == "localhost" : address.is_loopback();
}

std::string Origin::authority() const {
  const bool is_v6 = host.find(':') != std::string::npos;
  const std::string name = is_v6 ? "[" + host + "]" : host;
  return port == (tls ? https_port : http_port) ? name : name + ":" + std::to_string(port);
}

std::string Origin::to_string() const { return (tls ? "https://" : "http://") + authority(); }

fhir::Result<HttpUrl> parse_url(std::string_view text) {
  if (text.size() > longest_url) return wrong("is longer than is read");
  const auto url = urls::parse_uri(text);
  if (!url) return wrong("is no absolute URL");
  return take_apart(*url);
}

bool is_below(const HttpUrl& url, const HttpUrl& base) {
  if (url.origin != base.origin) return false;
  if (base.path == "/" || url.path == base.path) return true;
  return url.path.starts_with(base.path + "/");
}

fhir::Result<HttpUrl> resolve_link(const HttpUrl& base, std::string_view link) {
  std::string text = encoded_query_of(link);
  if (text.starts_with("//")) return leads_away();
  if (!is_absolute(text)) {
    const std::string folder = base.path == "/" ? "/" : base.path + "/";
    text = text.starts_with('/')   ? base.origin.to_string() + text
           : text.starts_with('?') ? base.origin.to_string() + base.path + text
                                   : base.origin.to_string() + folder + text;
  }
  const auto url = parse_url(text);
  if (!url) return url.error();
  if (!is_below(*url, base)) return leads_away();
  return *url;
}

HttpUrl url_below(const HttpUrl& base, std::string_view relative) {
  const auto mark = relative.find('?');
  HttpUrl url = base;
  url.path = (base.path == "/" ? "/" : base.path + "/") + std::string(relative.substr(0, mark));
  url.query = mark == std::string_view::npos ? "" : encoded(relative.substr(mark + 1));
  return url;
}

}  // namespace server
