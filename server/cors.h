// Which pages in browsers may call: Cross-Origin Resource Sharing (https://fetch.spec.whatwg.org/#http-cors-protocol,
// CDS Hooks R225). No cookies are used: callers prove who they are by a token.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace server {

class Cors {
 public:
  static Cors everyone() { return Cors(true, {}); }
  static Cors listed(std::vector<std::string> origins) { return Cors(false, std::move(origins)); }

  // The value of Access-Control-Allow-Origin for a page of this origin; "" if it may not call. `origin` as a browser
  // sends it, "" if there is none.
  std::string_view allowed(std::string_view origin) const {
    if (everyone_) return "*";
    const auto found = std::ranges::find(origins_, origin);
    return found == origins_.end() ? std::string_view() : std::string_view(*found);
  }
  // Whether the answer depends on who asks, which caches must know.
  bool depends_on_origin() const { return !everyone_ && !origins_.empty(); }

 private:
  Cors(bool everyone, std::vector<std::string> origins) : everyone_(everyone), origins_(std::move(origins)) {}

  bool everyone_;
  std::vector<std::string> origins_;
};

}  // namespace server
