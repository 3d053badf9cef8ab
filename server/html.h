// Pages that are filled in by the program itself.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace server {

// A page of ours with what stands for its places, "{{name}}", as it is. What is filled in is not looked at again. A
// place without a value is a mistake in the page: std::out_of_range.
std::string filled(std::string_view page, const std::map<std::string_view, std::string>& values);

// Text as it must stand in HTML, in content and in quoted attributes.
std::string html_escaped(std::string_view text);

}  // namespace server
