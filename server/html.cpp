#include "server/html.h"

namespace server {

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
