// The query of an address.
#pragma once

#include <string>
#include <string_view>

namespace server {

// The value of a name in "date=2026-06-15&guideline=aibl-2017", decoded; "" if it is not there, or the query is none.
// Of a name that is there twice the first counts.
std::string query_value(std::string_view query, std::string_view name);

}  // namespace server
