// The first-look page of sandbox mode, and the files that it is made of: embedded, so that the program stands alone.
#pragma once

#include <map>
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

// A page of ours with what stands for its places, "{{name}}", as it is. What is filled in is not looked at again. A
// place without a value is a mistake in the page: std::out_of_range.
std::string filled(std::string_view page, const std::map<std::string_view, std::string>& values);

// Text as it must stand in HTML, in content and in quoted attributes.
std::string html_escaped(std::string_view text);

}  // namespace server
