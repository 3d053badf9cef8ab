#include "server/trace_context.h"

#include <algorithm>

namespace server {
namespace {

bool is_hex(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_all_zero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

}  // namespace

std::string_view valid_traceparent(std::string_view header) {
  constexpr std::string_view form = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  if (header.size() != form.size()) return "";
  for (std::size_t i = 0; i < form.size(); ++i)
    if ((form[i] == '-') != (header[i] == '-')) return "";
  const auto version = header.substr(0, 2), trace = header.substr(3, 32), parent = header.substr(36, 16);
  if (!is_hex(version) || !is_hex(trace) || !is_hex(parent) || !is_hex(header.substr(53))) return "";
  return version == "ff" || is_all_zero(trace) || is_all_zero(parent) ? "" : header;
}

std::string_view trace_id_of(std::string_view header) {
  const auto valid = valid_traceparent(header);
  return valid.empty() ? valid : valid.substr(3, 32);
}

}  // namespace server
