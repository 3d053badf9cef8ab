#include "server/web_page.h"

#include <array>
#include <utility>

#include "server/cds_request.h"
#include "server/discovery.h"
#include "server/web_content.h"

namespace server {
namespace {

constexpr std::array<WebFile, 3> files{{
    {"/web/page.css", "text/css; charset=utf-8", web_content::page_css},
    {"/web/page.js", "text/javascript; charset=utf-8", web_content::page_js},
    {"/web/sample-request.json", "application/json", web_content::sample_request_json},
}};

// Each "{{name}}" of the page by its value, escaped; a name without a value would be a mistake in the page, and stays.
std::string filled(std::string_view page, std::span<const std::pair<std::string_view, std::string_view>> values) {
  std::string text(page);
  for (const auto& [name, value] : values) {
    const std::string placeholder = "{{" + std::string(name) + "}}";
    const std::string escaped = html_escaped(value);
    for (auto at = text.find(placeholder); at != std::string::npos; at = text.find(placeholder, at + escaped.size()))
      text.replace(at, placeholder.size(), escaped);
  }
  return text;
}

}  // namespace

std::span<const WebFile> web_files() { return files; }

std::string web_page(std::string_view origin) {
  const std::array<std::pair<std::string_view, std::string_view>, 5> values{{{"origin", origin},
                                                                             {"service", service_id},
                                                                             {"hook", hook_name},
                                                                             {"title", service_title},
                                                                             {"description", service_description}}};
  return filled(web_content::index_html, values);
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
