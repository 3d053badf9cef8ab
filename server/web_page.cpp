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

constexpr std::string_view service_html = R"(<dt>{{title}}</dt>
<dd>{{description}}</dd>
<dd><code>POST {{origin}}{{path}}</code> on the hook <code>{{hook}}</code></dd>
)";
constexpr std::string_view hook_html = R"(<option value="{{hook}}" data-service="{{service}}">{{hook}}</option>
)";

std::string services_html(std::string_view origin) {
  std::string html;
  for (const Hook* hook : hooks)
    html += filled(service_html, {{"title", html_escaped(hook->title)},
                                  {"description", html_escaped(hook->description)},
                                  {"origin", html_escaped(origin)},
                                  {"path", html_escaped(service_path(*hook))},
                                  {"hook", html_escaped(hook->name)}});
  return html;
}

std::string hooks_html() {
  std::string html;
  for (const Hook* hook : hooks)
    html += filled(hook_html, {{"hook", html_escaped(hook->name)}, {"service", html_escaped(hook->service_id)}});
  return html;
}

}  // namespace

std::span<const WebFile> web_files() { return files; }

std::string web_page(std::string_view origin) {
  return filled(web_content::index_html, {{"origin", html_escaped(origin)},
                                          {"service", html_escaped(order_sign.service_id)},
                                          {"services", services_html(origin)},
                                          {"hooks", hooks_html()}});
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
