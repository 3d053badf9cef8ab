// The files of the web pages, as a part of the program: compressed, with the paths at which they are served.
#pragma once

#include <span>
#include <string_view>

namespace server {

struct WebAsset {
  std::string_view path;          // "/web/workbench.js"
  std::string_view content_type;  // with the charset of text
  std::string_view gzip;          // the bytes of the file, by gzip (RFC 1952)
};

// In the order of their paths. Made by web/build.mjs; none in a program that was built without pages.
std::span<const WebAsset> web_assets();

}  // namespace server
