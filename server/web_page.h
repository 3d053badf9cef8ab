// The first-look page of sandbox mode, and the files that it is made of: embedded, so that the program stands alone.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace server {

struct WebFile {
  std::string_view path;  // "/web/page.js"
  std::string_view content_type;
  std::string_view content;
};

// All that the page loads. The page itself is web_page().
std::span<const WebFile> web_files();

// The page at "/": what the service is and how to call it at `origin`, for example "http://127.0.0.1:8080".
std::string web_page(std::string_view origin);

// Text as it must stand in HTML, in content and in quoted attributes.
std::string html_escaped(std::string_view text);

}  // namespace server
