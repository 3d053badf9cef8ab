#include "server/web_page.h"

#include <array>

#include "server/discovery.h"
#include "server/web_content.h"

namespace server {
namespace {

constexpr std::array<WebFile, 3> files{{
    {"/web/page.css", "text/css; charset=utf-8", web_content::page_css},
    {"/web/page.js", "text/javascript; charset=utf-8", web_content::page_js},
    {"/web/sample-request.json", "application/json", web_content::sample_request_json},
}};

}  // namespace

std::span<const WebFile> web_files() { return files; }

std::string web_page(std::string_view origin) {
  return filled(web_content::index_html, {{"origin", html_escaped(origin)},
                                          {"service", html_escaped(order_sign.service_id)},
                                          {"hook", html_escaped(order_sign.name)},
                                          {"title", html_escaped(order_sign.title)},
                                          {"description", html_escaped(order_sign.description)}});
}

std::string filled(std::string_view page, const std::map<std::string_view, std::string>& values) {
  std::string text;
  for (std::size_t at = 0;;) {
    const auto place = page.find("{{", at);
    text.append(page.substr(at, place - at));
    if (place == std::string_view::npos) return text;
    const auto end = page.find("}}", place);
    text.append(values.at(page.substr(place + 2, end - place - 2)));
    at = end + 2;
  }
}

std::string html_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

}  // namespace server
